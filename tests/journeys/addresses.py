"""Every address of the service, and how to fill it in: what a test of all of them stands on.

A pattern's arguments are filled in by their names. A new argument is added to ``ARGUMENTS``: with
the word before it in the address (``"outbox/pk"``), alone where it means the same everywhere, or with
the name of the one address that it is for (``"bid-files reference"``).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

from reports.meeting.actions import token_of
from tests.journeys.scene import Scene

ARGUMENTS: dict[str, Callable[[Scene], object]] = {
    "organisations/pk": lambda scene: scene.cast.organisation.pk,
    "invitations/invitation": lambda scene: scene.to_organisation.pk,
    "scenarios/pk": lambda scene: scene.scenario.pk,
    "requests/asked": lambda scene: scene.request.pk,
    "people/person": lambda scene: scene.colleague.pk,
    "merge/other": lambda scene: scene.cast.rival_organisation.pk,
    "policies/kind": lambda _: "equality",
    "rounds/code": lambda scene: scene.cast.round.code,
    "partnerships/code": lambda scene: scene.cast.round.partnership.code,
    "bids/reference": lambda scene: scene.bid.reference,
    **{
        f"{name} reference": lambda scene: scene.draft.reference
        for name in (
            "bid-files",
            "bid-file-remove",
            "bid-check",
            "bid-submit",
            "bid-tasks",
            "bid-edit",
        )
    },
    **{
        f"{name} reference": lambda scene: scene.awarded.reference
        for name in (
            "agreement",
            "agreement-docx",
            "award-letter",
            "award-letter-docx",
            "award-terms",
            "award-payee",
            "money-pay",
            "money-recover",
            "money-release",
        )
    },
    **{
        f"{name} reference": lambda scene: scene.project.reference
        for name in (
            "claims",
            "claim-new",
            "claim",
            "claim-withdraw",
            "bid-evidence",
            "bid-evidence-check",
        )
    },
    "assistance/assistance": lambda scene: scene.assistance.pk,
    "evidence/asked": lambda scene: scene.evidence.pk,
    "claims/number": lambda _: 1,
    **{
        f"{name} reference": lambda scene: scene.varied.reference
        for name in (
            "variations",
            "variation-new",
            "variation",
            "variation-release",
            "release-ask",
        )
    },
    "variations/number": lambda _: 1,
    "priorities/pk": lambda scene: scene.cast.round.priorities.earliest("pk").pk,
    **{
        f"{name} reference": lambda scene: scene.tactical.reference
        for name in ("tactical-panel", "delegated-decide", "delegated-told")
    },
    "payments/number": lambda scene: scene.line.batch.number,
    "reconcile/pk": lambda scene: scene.transaction.pk,
    "lines/pk": lambda scene: scene.line.pk,
    "bid-score reference": lambda scene: scene.to_score.reference,
    "bid-score-send reference": lambda scene: scene.to_score.reference,
    **{
        f"{name} reference": lambda scene: scene.reporting.reference
        for name in ("returns", "return", "return-check", "return-answer")
    },
    "return period": lambda scene: scene.cast.final_period.pk,
    "returns/period": lambda scene: scene.cast.first_period.pk,
    "bid-panel-day reference": lambda scene: scene.discussed.reference,
    "bids/deed": lambda _: "send-back",
    "edit/code": lambda _: "contact",
    "files/pk": lambda scene: scene.file.pk,
    **{f"{name} pk": lambda scene: scene.job.pk for name in ("job", "job-cancel")},
    "job-file pk": lambda scene: scene.made.pk,
    **{
        f"{name} partnership": lambda scene: scene.cast.round.partnership.code
        for name in ("published-file", "specified-information", "funded")
    },
    **{
        f"{name} year": lambda scene: scene.cast.round.financial_year
        for name in ("published-file", "specified-information", "funded")
    },
    "published-file file": lambda _: "transparency-code.csv",
    "open-data-file file": lambda _: "transparency-code.csv",
    "sign-offs/issue": lambda _: "legal",
    "members-questions/pk": lambda scene: scene.members_question.pk,
    "sign-off/token": lambda scene: token_of(scene.asked_to_sign),
    "bid-file-remove pk": lambda scene: scene.draft_file.pk,
    "decisions/pk": lambda scene: scene.pending.pk,
    "virements/pk": lambda scene: scene.virement.pk,
    "emails/kind": lambda _: "bid-approved",
    "invitations/pk": lambda scene: scene.invitation.pk,
    "queries/pk": lambda scene: scene.query.pk,
    "pcc-forms/pk": lambda scene: scene.pcc_form.pk,
    "outbox/pk": lambda scene: scene.message.pk,
    "pack/pk": lambda scene: scene.cast.panel_member.pk,
    "workbook/pk": lambda scene: scene.cast.panel_member.pk,
    "passkeys/pk": lambda _: 0,
    "members/pk": lambda scene: scene.cast.round.people.get(user=scene.cast.panel_member).pk,
    "interests/pk": lambda scene: (
        scene.cast.round.declarations.filter(has_interest=True).latest("pk").pk
    ),
    "people/pk": lambda scene: scene.cast.panel_member.memberships.get().pk,
    "spend/by": lambda _: "pot",
    "bring-in/pk": lambda scene: scene.answered.pk,
    "versions/version": lambda scene: scene.pending.submission.version,
    **{
        f"{name} route": lambda _: "tactical"
        for name in ("submission-version", "submission-covering")
    },
    "parts/part": lambda _: "summary",
    "figures/figure": lambda _: "awarded-main",
    "route": lambda _: "main",
    "secret": lambda _: "a-secret-that-nobody-was-sent",
}
ARGUMENT = re.compile(r"(?P<before>[^/]*/)?(?:<(?:\w+:)?|\(\?P<)(?P<name>\w+)>")


@dataclass(frozen=True)
class Place:
    """An address before it is filled in."""

    name: str
    route: str

    def address(self, scene: Scene) -> str:
        """Where it is, for what the scene holds. Raises ``LookupError`` for a new argument."""
        filled: dict[str, Any] = {}
        for found in ARGUMENT.finditer(self.route):
            name, word = found["name"], f"{found['before'] or ''}{found['name']}"
            keys = (f"{self.name} {name}", word, name)
            make = next((ARGUMENTS[key] for key in keys if key in ARGUMENTS), None)
            if make is None:
                raise LookupError(f"{self.name} needs {word!r}: add it to ARGUMENTS in {__file__}")
            filled[name] = make(scene)
        return reverse(self.name, kwargs=filled)


def places() -> list[Place]:
    """Every address of the service, nested includes as well, in the order of the resolver."""
    return list(_below(get_resolver(), ""))


def _below(resolver: URLResolver, outer: str) -> Iterator[Place]:
    for pattern in resolver.url_patterns:
        route = outer + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route)
        else:
            yield Place(pattern.name or f"(no name) {route}", route)
