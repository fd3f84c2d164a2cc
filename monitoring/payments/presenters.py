"""Batches and their payments in words."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bids.presenters import title
from monitoring.claims.presenters import LINES, STATES, claim_link, early_badge
from monitoring.models import Claim, PaymentBatch, PaymentLine
from monitoring.payments.forms import MAY_BECOME
from ui.dates import format_date, format_moment, in_london
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Part, Table, Tick, Total

State = PaymentLine.State


def to_pay_table(claims: Iterable[Claim], ticked: Collection[str] | None, *, pays: bool) -> Table:
    """Approved claims that are not with the payment system; with boxes for those who may pay them.

    All are ticked unless it is said which.
    """
    found = list(claims)
    rows: list[Any] = []
    for claim in found:
        label = _("Pay %(claim)s") % {"claim": claim_link(claim, whole=True).text}
        on = ticked is None or str(claim.pk) in ticked
        box: list[Content] = [Tick("claim", str(claim.pk), label, on)] if pays else []
        award = claim.award
        payee = award.cost_centre if award.internal else award.supplier_number
        rows.append(
            [
                *box,
                Lines([claim_link(claim, whole=True)], title(award.bid)),
                Lines([award.bid.organisation.name], payee or _("No supplier number")),
                _when(claim.approved_at),
                format_pence(claim.amount_pence),
            ]
        )
    if len(found) > 1:
        total = format_pence(sum(claim.amount_pence for claim in found))
        rows.append(Total([_("Together"), *([""] if pays else []), "", "", total]))
    return Table(
        caption=_("To be paid"),
        columns=[
            *([Column(_("Choose"))] if pays else []),
            Column(_("Claim")),
            Column(_("Payee")),
            Column(_("Approved")),
            Column(_("Amount"), numeric=True),
        ],
        rows=rows,
    )


def waiting_table(claims: Iterable[Claim]) -> Table:
    """Claims that wait for an officer or for finance, the oldest first."""
    return Table(
        caption=_("To be checked or approved"),
        columns=[
            Column(_("Claim")),
            Column(_("Organisation")),
            Column(_("Sent")),
            Column(_("Amount"), numeric=True),
            Column(_("State")),
        ],
        rows=[
            [
                Lines([claim_link(claim, whole=True)], title(claim.award.bid)),
                claim.award.bid.organisation.name,
                _when(claim.claimed_at),
                format_pence(claim.amount_pence),
                Lines([STATES[Claim.State(claim.state)], *early_badge(claim)]),
            ]
            for claim in claims
        ],
    )


def batches_table(batches: Iterable[Any]) -> Table:
    """Batches with how many of their payments wait (``waits``, of ``size``)."""
    return Table(
        caption=_("Batches"),
        columns=[
            Column(_("Batch")),
            Column(_("Made")),
            Column(_("Control total"), numeric=True),
            Column(_("Payments"), numeric=True),
            Column(_("State")),
        ],
        rows=[
            [
                Link(_("Batch %(number)s") % {"number": batch.number}, batch_href(batch)),
                Lines([_when(batch.made_at)], str(batch.made_by)),
                format_pence(batch.total_pence),
                f"{batch.size:,}",
                _stage(batch),
            ]
            for batch in batches
        ],
    )


def _stage(batch: Any) -> Part:
    if not batch.waits:
        return Badge(_("All answered"), "green")
    return Badge(_("%(waits)s to be confirmed") % {"waits": batch.waits}, "yellow")


def batch_href(batch: PaymentBatch) -> str:
    """Where a batch is."""
    return reverse("payment-batch", args=[batch.round.code, batch.number])


def batch_facts(batch: PaymentBatch, lines: Collection[PaymentLine]) -> list[Fact]:
    """Who made a batch, its control total and its file."""
    return [
        Fact(_("Made"), Lines([format_moment(batch.made_at)], str(batch.made_by))),
        Fact(_("Payments"), f"{len(lines):,}"),
        Fact(_("Control total"), format_pence(batch.total_pence)),
        Fact(_("Checksum of the file"), batch.checksum),
    ]


def lines_table(batch: PaymentBatch, lines: Iterable[PaymentLine], *, pays: bool) -> Table:
    """The payments of a batch, and what became of each; with links for those who enter it."""
    rows: list[list[Content]] = []
    for line in lines:
        claim = line.claim
        href = reverse("payment-line", args=[batch.round.code, batch.number, line.pk])
        paid = line.state == State.PAID
        words = _("Say that %(line)s came back") if paid else _("Enter what became of %(line)s")
        said = {"line": line.reference}
        enters = pays and State(line.state) in MAY_BECOME
        rows.append(
            [
                Lines([line.reference, claim_link(claim, whole=True)]),
                Lines([claim.award.bid.organisation.name], line.supplier_number),
                format_pence(line.amount_pence),
                Lines(
                    [LINES[State(line.state)], *([Link(words % said, href)] if enters else [])],
                    line.why,
                ),
            ]
        )
    return Table(
        caption=_("Payments of the batch"),
        columns=[
            Column(_("Payment")),
            Column(_("Payee")),
            Column(_("Amount"), numeric=True),
            Column(_("What became of it")),
        ],
        rows=rows,
    )


def _when(moment: Any) -> str:
    return format_date(in_london(moment).date()) if moment else ""
