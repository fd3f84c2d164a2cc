"""Who sees what of a bid. The whole rule, in one place; pages and downloads ask here.

=====================================  =======  =========  ==========
who is looking                         the bid  names and  returns and
                                                reasons    payments
=====================================  =======  =========  ==========
reads the partnership's papers         yes      yes        yes
on the panel                           yes      yes        no
on the panel, with a stake in the bid  no       –          –
belongs to the organisation that bids  yes      their own  yes
anybody else                           no       –          –
=====================================  =======  =========  ==========

Somebody let in to one bid sees it as if they belonged to the organisation that bids. A stake is an
interest that was declared, or belonging to the organisation, or having been let in. A draft is seen by
its organisation and by those who read the papers.

The panel's scores, with their comments and means and what was agreed, are sealed until they are revealed
together (``scoring.sealing``):

=====================================  ============  ===============  ========  ==========
who is looking                         sealed        brought in by    revealed  sifted
                                                     the office
=====================================  ============  ===============  ========  ==========
reads the partnership's papers         who has sent  all              all       all
reads them, with a stake in the bid    none          none             none      none
on the panel, still to send theirs     their own     their own        their own  all
others on the panel                    their own     their own        all       all
on the panel, with a stake in the bid  none          none             none      none
belongs to the organisation that bids  none          none             none      none
=====================================  ============  ===============  ========  ==========

The narrower line holds for somebody on the panel who reads the papers too; who has sent, they see. The
recommendation and the rank come with the sift. Where a person does not see the scores of every ranked
bid of a route, they see no ranks and no line there, because the gaps would tell.

Whether somebody on the panel sees whose the bid is, is another question: ``bids.blind``.
"""

from dataclasses import dataclass
from enum import Enum


class Seal(Enum):
    """How far the scores of a bid are open."""

    SEALED = "sealed"
    OFFICE = "brought in by the office"
    """Not revealed; but there are no others than those that an officer brought in from workbooks."""
    REVEALED = "revealed"
    """On panel day; or by a sift that was reopened."""
    SIFTED = "sifted"


class Scores(Enum):
    """Whose points of a bid are seen."""

    NONE = "none"
    SENT = "who has sent"
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
    *,
    reads: bool,
    on_panel: bool,
    interest: bool,
    belongs: bool,
    draft: bool,
    seal: Seal,
    owes: bool = False,
) -> Sight:
    """What somebody sees of a bid.

    ``reads`` the partnership's papers, is ``on_panel``, declared an ``interest``, ``belongs`` to the
    organisation that bids or was let in to the bid, ``owes`` it their scores; the bid is a ``draft``,
    and its scores are as open as its ``seal`` says.
    """
    if reads:
        return Sight(True, _scores(on_panel, interest or belongs, seal, owes), True, True)
    if belongs:
        return Sight(bid=True, spending=True)
    if on_panel and not interest and not draft:
        return Sight(True, _scores(on_panel, False, seal, owes), names=True)
    return Sight()


def _scores(on_panel: bool, stake: bool, seal: Seal, owes: bool) -> Scores:
    if stake:
        return Scores.NONE
    if not on_panel:
        return Scores.SENT if seal is Seal.SEALED else Scores.ALL
    if seal is Seal.SIFTED or (seal is Seal.REVEALED and not owes):
        return Scores.ALL
    return Scores.OWN
