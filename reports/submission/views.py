"""The way of the proposals to the PCC's office: agreed by the partnership, then frozen and sent."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from awards.agreements import agreements
from awards.models import PartnershipAgreement, Submission
from awards.submissions import Content, checksum, latest, was_ever_sifted
from base.export import XLSX
from base.forms import attempt
from bids.states import State
from people.models import User
from people.permissions import Permission, require
from people.requests import SignedInRequest
from reports.forms import AgreementForm
from reports.submission.changes import changes
from reports.submission.content import content
from reports.submission.presenters import not_proposed_table, proposals_table
from reports.submission.sending import agree_as_seen, decided, draft, file_name, send
from reports.submission.version_presenters import changes_table
from reports.views import file_answer, find_proposals, nothing_yet
from rounds.models import Pot, Round
from rounds.presenters import ROUTES
from ui.forms import page, posted

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Proposals:
    """The proposals of a route as they stand now, and how far they have come."""

    round: Round
    route: Pot
    content: Content
    checksum: str
    agreements: dict[str, PartnershipAgreement]
    """By the checksum of what was agreed."""
    sent: Submission | None

    @property
    def name(self) -> str:
        """The route in words."""
        return ROUTES[self.route].lower()

    @property
    def agreement(self) -> PartnershipAgreement | None:
        """The partnership's agreement to exactly this."""
        return self.agreements.get(self.checksum)

    @property
    def is_sent(self) -> bool:
        """Whether exactly this was sent."""
        return self.sent is not None and self.sent.checksum == self.checksum

    @property
    def is_decided(self) -> bool:
        """Whether there is nothing left to propose."""
        return not self.round.bids.filter(route=self.route, state=State.SIFTED).exists()

    @property
    def version(self) -> int:
        """The number that the next version has."""
        return self.sent.version + 1 if self.sent else 1


@require_http_methods(FORM)
@login_required
def agree_page(request: SignedInRequest, code: str, route: str) -> HttpResponse:
    """Record the partnership's agreement to the proposals that the page shows."""
    round, pot = _for_officers(request.user, code, route)
    if not was_ever_sifted(round, pot):
        return nothing_yet(request, round, pot)
    now = _proposals(round, pot)
    form = AgreementForm(posted(request))
    if form.is_valid() and _agree(form, now, request):
        messages.success(request, _("The agreement to these proposals is recorded."))
        return redirect("submission-send", code, route)
    return page(request, "reports/agree.html", {"form": form, **_shown(now)})


def _agree(
    form: AgreementForm, now: Proposals, request: SignedInRequest
) -> PartnershipAgreement | None:
    said = form.cleaned_data
    return attempt(
        form,
        agree_as_seen,
        round=now.round,
        route=now.route,
        seen=request.POST.get("seen", ""),
        agreed_by=said["agreed_by"],
        agreed_on=said["agreed_on"],
        minute=said["minute"],
        by=request.user,
    )


@require_http_methods(FORM)
@login_required
def send_page(request: SignedInRequest, code: str, route: str) -> HttpResponse:
    """Freeze the proposals that were agreed, as the version that goes to the PCC's office."""
    round, pot = _for_officers(request.user, code, route)
    if not was_ever_sifted(round, pot):
        return nothing_yet(request, round, pot)
    if request.method == "POST":
        sent = send(round=round, route=pot, by=request.user, agreed=True)
        said = _("Version %(version)s is frozen. Download it and email it to the %(funder)s.")
        words = said % {"version": sent.version, "funder": round.funder.short_name}
        messages.success(request, words)
        return redirect("submission-send", code, route)
    return page(request, "reports/send.html", _shown(_proposals(round, pot)))


@require_safe
@login_required
def draft_file(request: SignedInRequest, code: str, route: str) -> HttpResponse:
    """The proposals as they stand, as a workbook marked DRAFT."""
    round, pot = find_proposals(request.user, code, route)
    if not was_ever_sifted(round, pot):
        return nothing_yet(request, round, pot)
    return file_answer(file_name(round, pot, "DRAFT"), draft(round, pot), XLSX)


def _for_officers(user: User, code: str, route: str) -> tuple[Round, Pot]:
    round, pot = find_proposals(user, code, route)
    require(user, Permission.SEND_SUBMISSION, round.partnership)
    return round, pot


def _proposals(round: Round, route: Pot) -> Proposals:
    found = content(round, route)
    code = checksum(found)
    return Proposals(round, route, found, code, agreements(round, route), latest(round, route))


def _shown(now: Proposals) -> dict[str, object]:
    sent = now.sent
    since = changes(sent.content, now.content) if sent else []
    return {
        "since": changes_table(since, _("Changes since the version sent last")) if since else None,
        "now": now,
        "round": now.round,
        "proposals": proposals_table(now.content, decided(now.round, now.route)),
        "others": not_proposed_table(now.content),
        "sent_agreement": sent and now.agreements.get(sent.checksum),
        "changed": now.agreements and now.agreement is None,
    }
