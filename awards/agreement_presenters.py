"""The agreement and the award letter on a page, and how it was accepted."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from awards.models import Agreement, Award, Plan, Terms
from awards.written import Block, Clause, Grid, Written
from ui.dates import format_date, format_moment
from ui.money import format_pence
from ui.parts import Fact, Lines, Table


@dataclass(frozen=True)
class Drawn:
    """A block as the template draws it: a table, or words with or without a number."""

    text: str = ""
    number: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Part:
    """A section as the template draws it."""

    title: str
    blocks: list[Drawn]


def parts(written: Written) -> list[Part]:
    """The sections of a document."""
    return [
        Part(
            f"{section.number}. {section.heading}" if section.number else section.heading,
            [_drawn(block, section.heading) for block in section.blocks],
        )
        for section in written.sections
    ]


def _drawn(block: Block, caption: str) -> Drawn:
    match block:
        case Grid():
            return Drawn(table=block.table(caption))
        case Clause():
            return Drawn(block.text, block.number)
        case _:
            return Drawn(block)


def acceptance(agreement: Agreement, *, names: bool) -> list[Fact]:
    """Who accepted it, when and how; ``names`` adds who took it down, and from where."""
    facts = [
        Fact(_("Accepted by"), agreement.accepted_by),
        Fact(_("For"), agreement.award.bid.organisation.name),
        Fact(_("When"), format_moment(agreement.accepted_at)),
    ]
    if names:
        facts.append(Fact(_("Entered by"), str(agreement.recorded_by)))
        if agreement.address:
            facts.append(Fact(_("Network address"), agreement.address))
    if agreement.checksum:
        facts.append(Fact(_("Checksum (SHA-256)"), agreement.checksum))
    return facts


def offer_facts(award: Award, terms: Terms) -> list[Fact]:
    """What is offered, for who changes it."""
    days = [format_date(day) for day in (terms.starts_on, terms.ends_on) if day]
    facts = [
        Fact(_("Dates"), " – ".join(days)),
        Fact(_("What must come of it"), terms.outcomes),
        Fact(
            _("Budget"),
            Lines(
                [f"{one['name']}: {format_pence(one['amount_pence'])}" for one in terms.headings]
            ),
        ),
        Fact(_("How it is paid"), Lines([Plan(terms.plan).label, *_instalments(terms)])),
        Fact(_("Conditions of this award alone"), terms.special_conditions),
        Fact(_("Who signs for the organisation"), award.signatory),
    ]
    return [fact for fact in facts if not fact.value.is_blank]


def _instalments(terms: Terms) -> list[str]:
    return [
        f"{format_date(date.fromisoformat(one['due']))}: {format_pence(one['amount_pence'])}"
        for one in terms.instalments
    ]


def payee_facts(award: Award) -> list[Fact]:
    """To whom it is paid, as far as it is set."""
    facts = [
        Fact(_("Supplier number"), award.supplier_number),
        Fact(_("Internal"), _("Yes, paid by journal") if award.internal else ""),
        Fact(_("Budget holder"), award.budget_holder),
        Fact(_("Cost centre"), award.cost_centre),
        Fact(_("Account code"), award.account_code),
    ]
    return [fact for fact in facts if not fact.value.is_blank]
