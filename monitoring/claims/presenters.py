"""Claims in words and colours."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Award, Plan
from bids.file_presenters import scan_badge
from monitoring.claims.claimable import Claimable, Instalment
from monitoring.claims.decisions import early_spending
from monitoring.models import Claim, PaymentLine
from ui.dates import format_date, format_moment, in_london
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Part, Table

STATES = {
    Claim.State.SENT: Badge(gettext_lazy("Waiting to be checked"), "yellow"),
    Claim.State.CHECKED: Badge(gettext_lazy("Checked, waits for finance"), "yellow"),
    Claim.State.APPROVED: Badge(gettext_lazy("Approved, to be paid"), "turquoise"),
    Claim.State.REFUSED: Badge(gettext_lazy("Refused"), "red"),
    Claim.State.WITHDRAWN: Badge(gettext_lazy("Withdrawn"), "grey"),
    Claim.State.PAID: Badge(gettext_lazy("Paid"), "green"),
}
PLANS: dict[str, str | Promise] = {
    Plan.UP_FRONT: gettext_lazy("All at once, when the agreement is accepted"),
    Plan.INSTALMENTS: gettext_lazy("In instalments"),
    Plan.ARREARS: gettext_lazy("In arrears, for what was spent"),
}
LINES = {
    PaymentLine.State.ORDERED: Badge(gettext_lazy("With the payment system"), "yellow"),
    PaymentLine.State.PAID: Badge(gettext_lazy("Paid"), "green"),
    PaymentLine.State.REFUSED: Badge(gettext_lazy("Refused, nothing was paid"), "red"),
    PaymentLine.State.RETURNED: Badge(gettext_lazy("Paid, and came back"), "red"),
}


def claim_link(claim: Claim, *, whole: bool = False) -> Link:
    """A claim by its number; ``whole`` names its bid too."""
    reference = claim.award.bid.reference
    words = _("%(reference)s, claim %(number)s") if whole else _("Claim %(number)s")
    said = {"reference": reference, "number": claim.number}
    return Link(words % said, reverse("claim", args=[reference, claim.number]))


def early_badge(claim: Claim) -> list[Part]:
    """The flag of money that was spent before there was a grant."""
    return [Badge(_("Spent early"), "orange")] if early_spending(claim) else []


def standing_facts(award: Award, standing: Claimable) -> list[Fact]:
    """The grant, how it is paid, and how much of it was paid, is claimed and is left."""
    return [
        Fact(_("Grant"), format_pence(award.amount_pence)),
        Fact(_("How it is paid"), str(PLANS[standing.plan])),
        Fact(_("Paid so far"), format_pence(standing.paid_pence)),
        Fact(_("Claimed and not yet paid"), format_pence(standing.claimed_pence)),
        Fact(_("Left to claim"), format_pence(standing.left_pence)),
    ]


def plan_table(standing: Claimable) -> Table:
    """The instalments, and how far each is claimed."""
    taken = standing.taken_pence
    rows: list[list[Content]] = []
    for one in standing.instalments:
        stage = _stage(one, taken, standing)
        rows.append([format_date(one.due), format_pence(one.amount_pence), stage])
        taken -= one.amount_pence
    return Table(
        caption=_("The payment plan"),
        columns=[Column(_("From")), Column(_("Amount"), numeric=True), Column(_("Claimed?"))],
        rows=rows,
    )


def _stage(one: Instalment, taken: int, standing: Claimable) -> Content:
    if taken >= one.amount_pence:
        return Badge(_("Claimed"), "green")
    if one.due > standing.on:
        return Badge(_("Not yet due"), "grey")
    return (
        Badge(_("Claimed in part"), "yellow") if taken > 0 else Badge(_("Can be claimed"), "blue")
    )


def claims_table(claims: Iterable[Claim], *, flags: bool) -> Table:
    """The claims of one award; ``flags`` tells those who decide what was spent early."""
    return Table(
        caption=_("Claims"),
        columns=[
            Column(_("Claim")),
            Column(_("Amount"), numeric=True),
            Column(_("Sent")),
            Column(_("State")),
        ],
        rows=[
            [
                claim_link(claim),
                format_pence(claim.amount_pence),
                format_date(in_london(claim.claimed_at).date()),
                Lines(
                    [STATES[Claim.State(claim.state)], *(early_badge(claim) if flags else [])],
                    claim.ended_why,
                ),
            ]
            for claim in claims
        ],
    )


def claim_facts(claim: Claim, *, names: bool) -> list[Fact]:
    """What is claimed, and what was decided; ``names`` tells by whom."""
    facts = [
        Fact(_("Amount"), format_pence(claim.amount_pence)),
        Fact(_("State"), Lines([STATES[Claim.State(claim.state)]], claim.ended_why)),
    ]
    if claim.spent_from and claim.spent_to:
        days = {"first": format_date(claim.spent_from), "last": format_date(claim.spent_to)}
        facts.append(Fact(_("Spent"), _("from %(first)s to %(last)s") % days))
    if claim.words:
        facts.append(Fact(_("What for"), claim.words))
    steps = [
        (_("Sent"), claim.claimed_at, claim.claimed_by),
        (_("Checked"), claim.checked_at, claim.checked_by),
        (_("Approved"), claim.approved_at, claim.approved_by),
        (_("Ended"), claim.ended_at, claim.ended_by),
    ]
    facts += [
        Fact(words, Lines([format_moment(when)], str(who) if names else ""))
        for words, when, who in steps
        if when
    ]
    return facts


def payee_facts(award: Award) -> list[Fact]:
    """Whom finance pays."""
    if award.internal:
        return [
            Fact(_("Cost centre"), award.cost_centre or _("missing")),
            Fact(_("Account code"), award.account_code or _("missing")),
        ]
    return [
        Fact(_("Payee"), award.bid.organisation.name),
        Fact(_("Supplier number"), award.supplier_number or _("missing")),
    ]


def receipts_table(claim: Claim) -> Table:
    """The files that came with a claim (one query)."""
    reference = claim.award.bid.reference
    rows: list[list[Content]] = []
    for kept in claim.files.select_related("attachment"):
        file = kept.attachment
        badge = scan_badge(file)
        href = reverse("bid-file", args=[reference, file.pk])
        rows.append([Lines([Link(file.name, href), *([badge] if badge else [])])])
    return Table(caption=_("Receipts"), columns=[Column(_("File"))], rows=rows)


def payments_table(lines: Iterable[PaymentLine], *, names: bool) -> Table:
    """How a claim was paid: each time that it went to the payment system."""
    return Table(
        caption=_("Payments"),
        columns=[
            Column(_("Reference")),
            Column(_("Amount"), numeric=True),
            Column(_("What became of it")),
        ],
        rows=[
            [
                Link(line.reference, _batch(line)) if names else line.reference,
                format_pence(line.amount_pence),
                Lines([LINES[PaymentLine.State(line.state)]], line.why),
            ]
            for line in lines
        ],
    )


def _batch(line: PaymentLine) -> str:
    return reverse("payment-batch", args=[line.batch.round.code, line.batch.number])
