"""How well a panel agreed, in words that a volunteer understands."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.presenters import ROUTES
from scoring.agreement import Leaning
from scoring.leave_one_out import LeftOut
from scoring.optimum_words import listed
from scoring.panel_agreement import Alphas, Sheet, alphas, left_out, members
from scoring.ranking import show
from ui.parts import Column, Table

GOOD, FAIR = Fraction(4, 5), Fraction(2, 3)
"""Where Krippendorff draws the line between good, enough for careful conclusions, and too little."""


def agreement_context(sheet: Sheet) -> dict[str, Any]:
    """What the page shows."""
    routes = left_out(sheet)
    return {
        "routes": [
            (ROUTES[route], list(without_each(found, sheet.names)))
            for route, found in routes.items()
        ],
        "alphas": _alpha_table(sheet, alphas(sheet)),
        "leanings": _leaning_table(members(sheet), sheet.names),
    }


def without_each(found: Sequence[LeftOut], names: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each member without whom others would be funded; then the others together."""
    same = []
    for one in found:
        words = {
            "member": names[one.member],
            "gains": listed(one.gains) if one.gains else "",
            "loses": listed(one.loses) if one.loses else "",
            "untold": listed(one.untold) if one.untold else "",
        }
        if one.untold:
            yield _("Without %(member)s nobody scored %(untold)s, so it cannot be told.") % words
        elif one.gains and one.loses:
            yield _("Without %(member)s, %(gains)s would be funded instead of %(loses)s.") % words
        elif one.gains:
            yield _("Without %(member)s, %(gains)s would be funded too.") % words
        elif one.loses:
            yield _("Without %(member)s, %(loses)s would not be funded.") % words
        else:
            same.append(names[one.member])
    if same:
        words = {"members": listed(same)}
        yield (
            ngettext(
                "Leaving out %(members)s would change nothing.",
                "Leaving out any one of %(members)s would change nothing.",
                len(same),
            )
            % words
        )


def meaning(found: Fraction | None) -> str:
    """What an alpha means."""
    if found is None:
        return _("Cannot be told: too few scores, or all the same")
    if found >= GOOD:
        return _("Good agreement")
    if found >= FAIR:
        return _("Fair agreement: enough for careful conclusions")
    if found > 0:
        return _("Weak agreement: do not lean on small differences in score")
    return _("No more agreement than chance would give")


def _alpha_table(sheet: Sheet, found: Alphas) -> Table:
    titles = {criterion.code: criterion.title for criterion in sheet.criteria}
    columns = [
        Column(_("Criterion")),
        Column(_("Alpha"), numeric=True),
        Column(_("What it means")),
    ]
    everything = {"": found.overall, **found.by_criterion}
    rows = [
        [titles.get(code, _("All criteria together")), _number(one), meaning(one)]
        for code, one in everything.items()
    ]
    return Table(_("How well the members agreed"), columns, rows)


def _leaning_table(found: Mapping[str, Leaning], names: Mapping[str, str]) -> Table:
    columns = [
        Column(_("Member")),
        Column(_("Points above or below the others"), numeric=True),
        Column(_("Scores compared"), numeric=True),
    ]
    rows = [[names[email], _signed(one.points), str(one.compared)] for email, one in found.items()]
    return Table(_("How lenient or severe each member was"), columns, rows)


def _number(found: Fraction | None) -> str:
    return _("none") if found is None else show(found).replace("-", "−")


def _signed(points: Fraction | None) -> str:
    if points is None:
        return _("none")
    text = show(points).replace("-", "−")
    return f"+{text}" if points > 0 and text != "0.00" else text
