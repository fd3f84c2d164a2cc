"""Who sees what of a bid. The whole rule, in one place; pages and downloads ask here.

=====================================  =======  ===================  =========  ==========
who is looking                         the bid  the panel's scores   names and  returns and
                                                and recommendation   reasons    payments
=====================================  =======  ===================  =========  ==========
reads the partnership's papers         yes      all                  yes        yes
on the panel, before the bid's sift    yes      their own            yes        no
on the panel, after it                 yes      all                  yes        no
on the panel, with a stake in the bid  no       none                 –          –
belongs to the organisation that bids  yes      none                 their own  yes
anybody else                           no       none                 –          –
=====================================  =======  ===================  =========  ==========

Somebody let in to one bid sees it as if they belonged to the organisation that bids. A stake is an
interest that was declared, or belonging to the organisation, or having been let in. The narrower
line holds for somebody on the panel who reads the papers too: until the sift they see only their own
scores, and never those of a bid they have a stake in. A draft is seen by its organisation and by those
who read the papers. Where a person does not see the scores of every ranked bid of a route, they see no
ranks and no line there, because the gaps would tell.
"""

from dataclasses import dataclass
from enum import Enum


class Scores(Enum):
    """Whose points of a bid are seen."""

    NONE = "none"
    OWN = "their own"
    ALL = "all"


@dataclass(frozen=True)
class Sight:
    """What one person sees of one bid."""

    bid: bool = False
    scores: Scores = Scores.NONE
    names: bool = False
    """Who did what, and reasons that were not written for the applicant."""
    spending: bool = False
    """Returns and payments."""


def sight(
    *, reads: bool, on_panel: bool, interest: bool, belongs: bool, draft: bool, sifted: bool
) -> Sight:
    """What somebody sees of a bid.

    ``reads`` the partnership's papers, is ``on_panel``, declared an ``interest``, ``belongs`` to the
    organisation that bids or was let in to the bid; the bid is a ``draft``, or is ``sifted`` (and not
    reopened since).
    """
    if reads:
        return Sight(True, _scores(on_panel, interest or belongs, sifted), True, True)
    if belongs:
        return Sight(bid=True, spending=True)
    if on_panel and not interest and not draft:
        return Sight(True, _scores(on_panel, False, sifted), names=True)
    return Sight()


def _scores(on_panel: bool, stake: bool, sifted: bool) -> Scores:
    if on_panel and stake:
        return Scores.NONE
    return Scores.OWN if on_panel and not sifted else Scores.ALL
