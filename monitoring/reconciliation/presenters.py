"""The reconciliation in words, tables, and the rows of a workbook."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.ledger import About
from base.writing import Value
from funds.models import Movement
from monitoring.models import FinanceLine
from monitoring.reconciliation.reconciling import cash, lines_of, reference_of, sums
from rounds.models import Round
from ui.dates import format_date, in_london
from ui.money import format_pence, to_pounds
from ui.parts import Column, Fact, Lines, Link, Table, Total
from ui.texts import plain

Known = Mapping[int, About]


def summary(round: Round) -> Table:
    """How far the two books agree, to the penny (four queries)."""
    theirs, ours = lines_of(round), cash(round)
    matched = sums(theirs.exclude(movement=None), "amount_pence")
    there = sums(theirs.filter(movement=None), "amount_pence")
    here = sums(ours.filter(finance_line=None), "pence")
    rows = [
        (_("Matched"), *matched),
        (_("Only in the ledger"), *here),
        (_("Only in the council’s books"), *there),
        (_("The ledger in all"), matched[0] + here[0], matched[1] + here[1]),
        (_("The council’s books in all"), matched[0] + there[0], matched[1] + there[1]),
    ]
    difference = format_pence(here[1] - there[1])
    return Table(
        caption=_("How far the books agree"),
        columns=[
            Column(_("The books")),
            Column(_("How many"), numeric=True),
            Column(_("In less out"), numeric=True),
        ],
        rows=[
            *([words, f"{count:,}", format_pence(pence)] for words, count, pence in rows),
            Total([_("Difference: the ledger less the council’s books"), "", difference]),
        ],
    )


def lines_table(rows: Sequence[FinanceLine], round: Round, *, matched: bool) -> Table:
    """The council's transactions, each with a way to its page."""
    return Table(
        caption=_("Matched") if matched else _("Only in the council’s books"),
        columns=[
            Column(_("Reference")),
            Column(_("Date")),
            Column(_("Description")),
            Column(_("File and row")),
            Column(_("Amount"), numeric=True),
            *([Column(_("In the ledger"))] if matched else []),
        ],
        rows=[
            [
                Link(
                    plain(line.reference) or _("No reference"),
                    reverse("reconcile-line", args=[round.code, line.pk]),
                ),
                format_date(line.on),
                plain(line.words),
                _("%(file)s, row %(row)s") % {"file": plain(line.file.name), "row": line.row},
                format_pence(line.amount_pence),
                *([_movement(line.movement)] if line.movement else []),
            ]
            for line in rows
        ],
        wide=True,
    )


def _movement(moved: Movement) -> Lines:
    words = [moved.get_kind_display(), format_date(in_london(moved.at).date())]
    return Lines(words, plain(reference_of(moved)))


def ours_table(rows: Sequence[Movement], known: Known) -> Table:
    """Movements of the cash that the council's books do not have."""
    return Table(
        caption=_("Only in the ledger"),
        columns=[
            Column(_("What happened")),
            Column(_("Date")),
            Column(_("Reference")),
            Column(_("Amount"), numeric=True),
        ],
        rows=[
            [
                Lines([moved.get_kind_display()], _who(known.get(moved.pk))),
                format_date(in_london(moved.at).date()),
                plain(reference_of(moved)),
                format_pence(moved.pence),  # type: ignore[attr-defined]  # annotated
            ]
            for moved in rows
        ],
    )


def _who(about: About | None) -> str:
    return f"{about.key}: {about.organisation}" if about else ""


def line_facts(line: FinanceLine) -> list[Fact]:
    """A transaction as the council's books have it."""
    return [
        Fact(_("Date"), format_date(line.on)),
        Fact(_("Reference"), plain(line.reference)),
        Fact(_("Description"), plain(line.words)),
        Fact(_("Amount"), format_pence(line.amount_pence)),
        Fact(
            _("Brought in with"),
            _("%(file)s, row %(row)s") % {"file": plain(line.file.name), "row": line.row},
        ),
        Fact(_("In the ledger"), _movement(line.movement) if line.movement else _("Not matched")),
    ]


def header() -> list[Value]:
    """The columns of the workbook."""
    return [
        _("Where it stands"),
        _("Date in the council’s books"),
        _("Their reference"),
        _("Description"),
        _("Their amount"),
        _("Date in the ledger"),
        _("What happened"),
        _("Our reference"),
        _("Our amount"),
    ]


def cells(round: Round) -> Iterator[list[Value]]:
    """Every transaction and movement, matched ones on one row."""
    for line in lines_of(round).select_related("movement__note").order_by("on", "pk").iterator():
        moved = line.movement
        where = _("Matched") if moved else _("Only in the council’s books")
        theirs: list[Value] = [line.on, line.reference, line.words, to_pounds(line.amount_pence)]
        yield [where, *theirs, *(_ours(moved, line.amount_pence) if moved else [None] * 4)]
    for moved in cash(round).filter(finance_line=None).order_by("at", "pk").iterator():
        pence: int = moved.pence
        yield [_("Only in the ledger"), *[None] * 4, *_ours(moved, pence)]


def _ours(moved: Movement, pence: int) -> list[Value]:
    on = in_london(moved.at).date()
    return [on, moved.get_kind_display(), reference_of(moved), to_pounds(pence)]
