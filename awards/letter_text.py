"""The letter that tells an organisation of its award."""

from django.utils.translation import gettext as _

from awards.actions import offer_ends
from awards.models import Award, Terms
from awards.written import Block, Section, Written, named, within
from ui.dates import format_date, format_moment, in_london
from ui.money import format_pence


def letter_text(award: Award, terms: Terms) -> Written:
    """The award letter, dated as the award was approved (two queries)."""
    bid = award.bid
    names = {
        "funder": within(bid.round.funder.name),
        "partnership": named(bid.round.partnership.name),
        "authority": named(bid.round.partnership.authority),
        "organisation": named(bid.organisation.name),
        "project": named(bid.project),
        "amount": format_pence(award.approved_pence),
        "asked": format_pence(bid.requested_pence or 0),
        "reference": bid.reference,
        "ends": format_moment(offer_ends(award)),
    }
    opening = [
        format_date(in_london(award.approved_at).date()),
        _("%(organisation)s, for the attention of %(contact)s")
        % {**names, "contact": named(bid.contact_name)},
        _("Your bid %(reference)s: %(project)s") % names,
        _approval(award) % names,
    ]
    if bid.requested_pence and bid.requested_pence != award.approved_pence:
        opening.append(_("You asked for %(asked)s.") % names)
    sections = [
        Section(_("What the grant is for"), _what(award, terms)),
        Section(_("What to do now"), [*_now(award, names), *_before(award), *_regards(names)]),
    ]
    return Written(_("Award of grant"), opening, sections)


def _approval(award: Award) -> str:
    if hasattr(award, "delegated"):
        return _(
            "We are glad to tell you that we have approved a grant of %(amount)s for “%(project)s”, as "
            "%(funder)s lets us do for small grants in the year."
        )
    return _(
        "We are glad to tell you that %(funder)s has approved a grant of %(amount)s for “%(project)s”."
    )


def _what(award: Award, terms: Terms) -> list[Block]:
    found: list[Block] = []
    if terms.starts_on and terms.ends_on:
        days = {"starts": format_date(terms.starts_on), "ends": format_date(terms.ends_on)}
        found.append(_("The project runs from %(starts)s to %(ends)s.") % days)
    if award.internal:
        found.append(_("The memo says what must come of it, how it is paid and its conditions."))
    else:
        found.append(
            _("The grant agreement says what must come of it, how it is paid and its conditions.")
        )
    return found


def _now(award: Award, names: dict[str, str]) -> list[Block]:
    if award.internal:
        words = _("Read the memo. The budget holder accepts it before %(ends)s.")
    else:
        words = _(
            "Read the grant agreement. Somebody who may sign for %(organisation)s accepts it before "
            "%(ends)s; after that the offer lapses."
        )
    return [
        words % names,
        _("Please do not spend against the grant before then: such spending is not paid."),
    ]


def _before(award: Award) -> list[Block]:
    asked = award.bid.round.documents_asked.before_payment().filter(required=True)
    titles = [named(one.title) for one in asked]
    if not titles:
        return []
    words = _("Before money moves we need to have seen: %(evidence)s.")
    return [words % {"evidence": "; ".join(titles)}]


def _regards(names: dict[str, str]) -> list[Block]:
    return [_("With kind regards"), f"{names['partnership']}, {names['authority']}"]
