"""Where and why the best set differs from rank order, in plain words."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.optimum import Comparison
from scoring.ranking import show
from ui.money import format_pence


def differences(found: Comparison) -> Iterator[str]:
    """What stands beside the set, a sentence each."""
    if not found.field.contenders:
        yield _("No undecided bid on this route may be funded, so there is nothing to choose from.")
        return
    yield from chain(_swap(found), _because_of_limits(found), _left(found), _unserved(found))


def _swap(found: Comparison) -> Iterator[str]:
    """What is in for what."""
    out, into = found.only_in_order, found.only_best
    if not out and not into:
        yield _("The best set is what rank order funds.")
        return
    words = {
        "out": listed(out),
        "asks": _pence(found, out),
        "out_score": show(found.score_of(out)),
        "into": listed(into),
        "takes": format_pence(sum(found.best.amounts[one] for one in into)),
        "into_score": show(found.score_of(into)),
    }
    if not into:
        yield _("Rank order would also fund %(out)s, which the limits leave out.") % words
    elif not out:
        yield _("The best set also has %(into)s (%(takes)s, scoring %(into_score)s).") % words
    elif len(out) == 1 and len(into) > 1:
        yield (
            _(
                "%(out)s asks for %(asks)s and scores %(out_score)s; for %(takes)s %(into)s together "
                "score %(into_score)s."
            )
            % words
        )
    elif len(out) == 1:
        yield (
            _(
                "%(out)s asks for %(asks)s and scores %(out_score)s; for %(takes)s %(into)s scores "
                "%(into_score)s."
            )
            % words
        )
    else:
        yield (
            _(
                "%(out)s ask for %(asks)s and together score %(out_score)s; for %(takes)s %(into)s "
                "scores %(into_score)s in all."
            )
            % words
        )


def _because_of_limits(found: Comparison) -> Iterator[str]:
    """What the limits that the officer set change, and what they cost."""
    known = {one.reference: one for one in found.field.contenders}
    chosen = [known[one] for one in found.best.amounts]
    for reference in (one for one in found.best.amounts if one not in found.free.amounts):
        served = known[reference].priorities & found.limits.cover
        others = {code for one in chosen if one.reference != reference for code in one.priorities}
        if alone := sorted(served - others):
            words = {"bid": reference, "priorities": listed(alone)}
            yield _("%(bid)s is in because no other bid in the set serves %(priorities)s.") % words
    most = found.limits.most_per_organisation
    held = [one.organisation for one in chosen]
    for reference in (one for one in found.free.amounts if one not in found.best.amounts):
        if most is not None and held.count(known[reference].organisation) >= most:
            yield (
                ngettext(
                    "%(bid)s is out because its organisation has %(count)d bid in the set already.",
                    "%(bid)s is out because its organisation has %(count)d bids in the set already.",
                    most,
                )
                % {"bid": reference, "count": most}
            )
    if found.free.total != found.best.total:
        words = {"total": show(found.free.total), "free": listed(found.free.amounts)}
        yield _("Without these limits %(free)s would score %(total)s in all.") % words


def _left(found: Comparison) -> Iterator[str]:
    """What becomes of what is left."""
    left = found.best.left_pence
    waiting = [one for one in found.field.contenders if one.reference not in found.best.amounts]
    words = {"left": format_pence(left)}
    if not waiting:
        yield _("Every bid that may be funded is in it, and %(left)s is left.") % words
    elif all(one.cost(found.limits.part_funding) > left for one in waiting):
        yield _("%(left)s is left, which is less than any other bid could be given.") % words
    else:
        yield _("%(left)s is left, because the limits keep the other bids out.") % words


def _unserved(found: Comparison) -> Iterator[str]:
    """The priorities that cannot be covered."""
    if found.best.unserved:
        words = {"priorities": listed(found.best.unserved)}
        yield (
            _("No bid that may be funded serves %(priorities)s, so that was not asked of the set.")
            % words
        )


def listed(names: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``; nothing where there are none."""
    *most, last = [*names] or [""]
    if not most:
        return last
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last}


def _pence(found: Comparison, references: Iterable[str]) -> str:
    return format_pence(sum(found.in_order[one] for one in references))
