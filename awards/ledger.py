"""A round's ledger as people look through it: an account's movements, narrowed, with its balance.

The balance is worked out for the rows of a page in two queries, however deep the page is. Movements
stand by when they happened; of one moment, as they were recorded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.paging import SIZE
from base.paging import key as key_of
from bids.models import Bid
from funds.models import Account, Kind, Movement
from funds.statement import until as day_end
from rounds.models import Pot, Round
from rounds.presenters import POTS
from ui.dates import midnight
from ui.fields import ChoiceField, DateField, TextField
from ui.forms import Form
from ui.money import parse_pounds

Words = str | Promise
CASH, ALL = "", "all"
"""How the cash, which is shown unless another account is chosen, and every account are chosen."""
NEWEST = ("-at", "-pk")
BATCH = 500
"""Movements read at once for a file."""
RELATED = ("source", "target", "by", "seconded_by", "note")


@dataclass(frozen=True)
class Balance:
    """A column of running balances, and the account that it is of."""

    title: Words
    account: int


class LedgerForm(Form):
    """Which account is shown, and what its movements are narrowed to."""

    marks_optional = False

    account = ChoiceField(label=_("Account"), required=False, select=True)
    words = TextField(label=_("Reference, organisation, note or amount"), required=False, most=100)
    kind = ChoiceField(label=_("What happened"), required=False, select=True)
    pot = ChoiceField(label=_("Pot"), required=False, select=True)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)

    def __init__(self, data: Any, *, round: Round) -> None:
        super().__init__(data)
        self.round = round
        self.accounts = list(Account.objects.filter(round=round).order_by("key", "pk"))
        keys = dict.fromkeys(account.key for account in self.accounts if account.key)
        self._choose(
            "account",
            [
                (CASH, _("Cash")),
                *((pot.value, POTS[pot]) for pot in Pot),
                *((key, key) for key in keys),
                (ALL, _("Every account")),
            ],
        )
        self._choose("kind", [("", _("Anything")), *Movement.Kind.choices])
        self._choose("pot", [("", _("Either")), *((pot.value, POTS[pot]) for pot in Pot)])

    def _choose(self, name: str, choices: Sequence[tuple[str, Words]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("“To” must be the same day as “From” or later"))
        return data

    @property
    def balances(self) -> list[Balance]:
        """The running balances of the account that is chosen; every account together has none."""
        chosen = self.cleaned_data["account"]
        if chosen == ALL:
            return []
        if chosen == CASH:
            return self._of(Kind.CASH, "", "", _("Cash in hand"))
        if chosen in Pot.values:
            return self._of(Kind.POT, chosen, "", _("Available"))
        return [
            *self._of(Kind.COMMITTED, None, chosen, _("Left to pay")),
            *self._of(Kind.PAID, None, chosen, _("Paid, net")),
        ]

    def _of(self, kind: Kind, pot: str | None, key: str, title: Words) -> list[Balance]:
        return [
            Balance(title, account.pk)
            for account in self.accounts
            if (account.kind, account.key) == (kind, key) and pot in (None, account.pot)
        ]


def movements(form: LedgerForm) -> QuerySet[Movement]:
    """The movements of the account that is chosen, before they are narrowed."""
    rows = form.round.movements.all()
    if form.cleaned_data["account"] == ALL:
        return rows
    held = [balance.account for balance in form.balances]
    return rows.filter(Q(source__in=held) | Q(target__in=held))


def narrowed(rows: QuerySet[Movement], form: LedgerForm) -> QuerySet[Movement]:
    """Those that the form asks for."""
    data = form.cleaned_data
    if data["kind"]:
        rows = rows.filter(kind=data["kind"])
    if data["pot"]:
        rows = rows.filter(_or_twin(form.round, _side("pot", data["pot"])))
    if data["since"]:
        rows = rows.filter(at__gte=midnight(data["since"]))
    if data["until"]:
        rows = rows.filter(at__lt=day_end(data["until"]))
    return rows.filter(_says(form.round, data["words"])) if data["words"] else rows


def _side(name: str, value: object) -> Q:
    """Where it left from, or where it went."""
    return Q(**{f"source__{name}": value}) | Q(**{f"target__{name}": value})


def _or_twin(round: Round, asked: Q) -> Q:
    """What is asked of a movement, or of the other half of it: both halves share a note."""
    twins = round.movements.filter(asked, note__isnull=False)
    return asked | Q(note__in=twins.values("note"))


def _says(round: Round, words: str) -> Q:
    bids = Bid.objects.filter(round=round, organisation__name__icontains=words)
    found = _side("key__icontains", words) | _side("key__in", bids.values("reference"))
    found = _or_twin(round, found) | Q(note__text__icontains=words)
    try:
        return found | Q(amount_pence=parse_pounds(words))
    except ValueError:
        return found


def newest(rows: QuerySet[Movement], before: str) -> tuple[list[Movement], int | None]:
    """A page, and the key of its last row where there are older ones."""
    rows = rows.select_related(*RELATED).order_by(*NEWEST)
    last = key_of(before)
    if last is not None:
        when = Movement.objects.filter(pk=last).values("at")[:1]
        rows = rows.filter(Q(at__lt=when) | Q(at=when, pk__lt=last))
    found = list(rows[: SIZE + 1])
    return found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else None


def running(
    held: Sequence[Balance], account: QuerySet[Movement], page: Sequence[Movement]
) -> dict[int, list[int]]:
    """The balances after each movement of a page, by its key, in pence (two queries)."""
    if not held or not page:
        return {}
    first, last = page[-1], page[0]
    before = account.filter(Q(at__lt=first.at) | Q(at=first.at, pk__lt=first.pk))
    sums = before.aggregate(
        **{f"b{place}": Sum(_signed(one.account)) for place, one in enumerate(held)}
    )
    now = [sums[f"b{place}"] or 0 for place in range(len(held))]
    between = account.filter(
        Q(at__gt=first.at) | Q(at=first.at, pk__gte=first.pk),
        Q(at__lt=last.at) | Q(at=last.at, pk__lte=last.pk),
    )
    shown = {moved.pk for moved in page}
    return {pk: after for pk, after in _walk(held, between, now) if pk in shown}


def _signed(account: int) -> Case:
    """What a movement adds to an account."""
    return Case(
        When(target=account, then=F("amount_pence")),
        When(source=account, then=-F("amount_pence")),
        default=0,
    )


def _walk(
    held: Sequence[Balance], rows: QuerySet[Movement], now: list[int]
) -> Iterator[tuple[int, list[int]]]:
    """The balances after each movement, oldest first, from what they were before."""
    plain = rows.order_by("at", "pk").values_list("pk", "source_id", "target_id", "amount_pence")
    for pk, source, target, pence in plain.iterator():
        now = _after(held, now, source, target, pence)
        yield pk, now


def _after(
    held: Sequence[Balance], now: list[int], source: int, target: int, pence: int
) -> list[int]:
    pairs = zip(held, now, strict=True)
    return [before + change(one, source, target, pence) for one, before in pairs]


def all_oldest_first(form: LedgerForm) -> Iterator[tuple[Movement, list[int]]]:
    """Every movement that the form asks for, with the balances after it, in constant memory."""
    held, account = form.balances, movements(form)
    asked = narrowed(account, form).filter(pk=OuterRef("pk"))
    rows = account.select_related(*RELATED).annotate(asked=Exists(asked)).order_by("at", "pk")
    now = [0 for _one in held]
    for moved in rows.iterator(BATCH):
        now = _after(held, now, moved.source_id, moved.target_id, moved.amount_pence)
        if moved.asked:
            yield moved, now


def change(balance: Balance, source: int, target: int, pence: int) -> int:
    """What a movement does to a balance."""
    return pence * ((target == balance.account) - (source == balance.account))


@dataclass(frozen=True)
class About:
    """Which award a movement is of."""

    key: str
    organisation: str
    project: str


def about(round: Round, rows: Iterable[Movement]) -> Mapping[int, About]:
    """The award of each movement, found through its other half where it is of the cash (two queries)."""
    some = list(rows)
    keys = {moved.pk: moved.source.key or moved.target.key for moved in some}
    notes = {moved.note_id for moved in some if not keys[moved.pk] and moved.note_id}
    twins = dict(
        round.movements.filter(note__in=notes)
        .exclude(source__key="", target__key="")
        .order_by()
        .values_list(
            "note", Case(When(source__key="", then=F("target__key")), default=F("source__key"))
        )
    )
    keys = {moved.pk: keys[moved.pk] or twins.get(moved.note_id, "") for moved in some}
    bids = Bid.objects.filter(round=round, reference__in=set(keys.values()) - {""})
    named = {
        bid[0]: About(*bid)
        for bid in bids.values_list("reference", "organisation__name", "project")
    }
    return {pk: named.get(key, About(key, "", "")) for pk, key in keys.items() if key}
