"""The grant agreement, made of an award's terms and its round; for the council itself, a memo.

Whatever is read, accepted or put into Word is this text, so nothing in it comes from the clock.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from awards.conditions import conditions, repayment_terms
from awards.models import Acceptance, Award, Plan, Terms
from awards.written import Block, Clause, Grid, Written, counted, named, told
from people.models import Organisation
from rounds.models import Round
from ui.dates import format_date, format_moment
from ui.money import format_pence


def agreement_text(
    award: Award, terms: Terms, *, ends: datetime | None, replaces: Acceptance | None = None
) -> Written:
    """The agreement over some terms (three queries).

    ``ends`` is until when an offer stands; ``replaces`` is the acceptance that a variation's agreement
    takes the place of.
    """
    bid = award.bid
    names = _names(award)
    opening = [f"{bid.reference} · {named(bid.round.title)}"]
    if replaces:
        words = _("It takes the place of what %(who)s accepted at %(when)s.")
        said = {"who": named(replaces.accepted_by), "when": format_moment(replaces.accepted_at)}
        opening.append(words % said)
    sections = [
        (_("Who gives and who receives"), _parties(award, names)),
        (_("What the grant is for"), _purpose(award, terms)),
        (_("The grant"), _amount(terms, bid.round)),
        (_("How it is paid"), _payment(award, terms, names)),
        (_("Returns"), _returns(bid.round, names)),
        (_("Conditions"), _conditions(terms, bid.round)),
        (_("When grant is paid back"), _clauses(repayment_terms(bid.round))),
        (_("Accepting"), _accepting(award, names, ends)),
    ]
    title = _("Grant memo") if award.internal else _("Grant agreement")
    return counted(title, opening, [(heading, list(blocks)) for heading, blocks in sections])


def signs(award: Award) -> str:
    """Whose name accepts it; nothing where any name of the organisation will do."""
    return award.budget_holder if award.internal else award.signatory


def _names(award: Award) -> dict[str, str]:
    round = award.bid.round
    return {
        "funder": named(round.funder.name),
        "partnership": named(round.partnership.name),
        "authority": named(round.partnership.authority),
        "organisation": named(award.bid.organisation.name),
        "holder": named(award.budget_holder) or _("not named yet"),
        "centre": named(award.cost_centre) or _("not given yet"),
        "account": named(award.account_code) or _("not given yet"),
    }


def _clauses(lines: list[str]) -> Iterator[Block]:
    yield from (Clause("", line) for line in lines)


def _parties(award: Award, names: dict[str, str]) -> Iterator[Block]:
    yield Clause(
        "",
        _("%(partnership)s gives this grant. %(authority)s hosts it and holds the money.") % names,
    )
    if hasattr(award, "delegated"):
        words = _(
            "%(funder)s pays for it. %(partnership)s approved the award under its delegation."
        )
    else:
        words = _("%(funder)s pays for it and approved the award.")
    yield Clause("", words % names)
    if award.internal:
        words = _(
            "%(organisation)s receives it within the council, so it is agreed by this memo. The "
            "budget holder is %(holder)s."
        )
        yield Clause("", words % names)
        return
    numbers = _registered(award.bid.organisation)
    yield Clause("", _("%(organisation)s%(numbers)s receives it.") % {**names, "numbers": numbers})


def _registered(organisation: Organisation) -> str:
    numbers = [
        (_("charity number %(number)s"), organisation.charity_number),
        (_("company number %(number)s"), organisation.company_number),
    ]
    found = [words % {"number": named(number)} for words, number in numbers if number]
    return f" ({', '.join(found)})" if found else ""


def _purpose(award: Award, terms: Terms) -> Iterator[Block]:
    bid = award.bid
    yield Clause("", _("The project is “%(project)s”.") % {"project": named(bid.project)})
    yield from told(bid.summary)
    if terms.starts_on and terms.ends_on:
        days = {"starts": format_date(terms.starts_on), "ends": format_date(terms.ends_on)}
        yield Clause("", _("It runs from %(starts)s to %(ends)s.") % days)
    if outcomes := told(terms.outcomes):
        yield Clause("", _("This must come of it:"))
        yield from outcomes


def _amount(terms: Terms, round: Round) -> Iterator[Block]:
    words = _("The grant is %(amount)s. It pays for no more than these parts of the budget:")
    yield Clause("", words % {"amount": format_pence(terms.amount_pence)})
    rows = [[_capital(one["name"]), format_pence(one["amount_pence"])] for one in terms.headings]
    yield Grid([_("Part of the budget"), _("Amount")], rows)
    if percent := round.heading_tolerance_percent:
        words = _(
            "Up to %(percent)s per cent of a part may be spent on another part. Anything beyond that "
            "is agreed first."
        )
        yield Clause("", words % {"percent": percent})
    else:
        yield Clause("", _("Nothing is moved from one part to another unless it is agreed first."))


def _capital(name: str) -> str:
    words = named(name)
    return words[:1].upper() + words[1:]


def _payment(award: Award, terms: Terms, names: dict[str, str]) -> Iterator[Block]:
    match terms.plan:
        case Plan.INSTALMENTS:
            yield Clause("", _("It is paid in instalments, each claimed when it is due:"))
            rows = [
                [_day(one["due"]), format_pence(one["amount_pence"])] for one in terms.instalments
            ]
            yield Grid([_("Due"), _("Amount")], rows)
        case Plan.ARREARS:
            yield Clause("", _("It is paid in arrears: what was spent is claimed, with receipts."))
        case _:
            yield Clause("", _("It is paid at once, when it is claimed after this is accepted."))
    if award.internal:
        words = _("It is paid by journal to cost centre %(centre)s, account code %(account)s.")
        yield Clause("", words % names)
    else:
        yield Clause(
            "",
            _("%(authority)s pays it, to the account that it holds for %(organisation)s.") % names,
        )
    evidence = award.bid.round.documents_asked.before_payment().filter(required=True)
    if asked := [named(one.title) for one in evidence]:
        words = _("Before money moves, this must be in and accepted: %(evidence)s.")
        yield Clause("", words % {"evidence": "; ".join(asked)})
    yield Clause("", _("Nothing is paid while a return that was due is missing."))


def _day(text: str) -> str:
    return format_date(datetime.fromisoformat(text).date())


def _returns(round: Round, names: dict[str, str]) -> Iterator[Block]:
    rows = [
        [named(one.name), format_date(one.ends), format_date(one.due)]
        for one in round.periods.all()
    ]
    if not rows:
        yield Clause("", _("The project sends a return when %(partnership)s asks for one.") % names)
        return
    yield Clause("", _("The project sends a return for each of these periods:"))
    yield Grid([_("Return"), _("Up to"), _("Due by")], rows)
    yield Clause("", _("A return tells what was done and spent, and what is still to come."))


def _conditions(terms: Terms, round: Round) -> Iterator[Block]:
    yield from _clauses(conditions(round))
    yield from (
        Clause("", named(line)) for line in terms.special_conditions.splitlines() if named(line)
    )


def _accepting(award: Award, names: dict[str, str], ends: datetime | None) -> Iterator[Block]:
    said = {**names, "name": named(signs(award))}
    if award.internal:
        words = _("It is accepted when the budget holder, %(holder)s, accepts it by name.")
    elif said["name"]:
        words = _("%(name)s accepts it for %(organisation)s, by typing that name on its page.")
    else:
        words = _(
            "Somebody who may sign for %(organisation)s accepts it, by typing their name on its page."
        )
    yield Clause("", words % said)
    if ends:
        words = _(
            "The offer stands until %(ends)s. If it is not accepted before then, it lapses and the "
            "money goes back to the pot."
        )
        yield Clause("", words % {"ends": format_moment(ends)})
    yield Clause("", _("The name, the time and this text with its checksum are kept."))
