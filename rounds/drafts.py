"""What the panel has begun to score, said to the officer who changes the criteria."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.models import Round


def scoring_begun(round: Round) -> str:
    """That scores were sent, or else how many are begun; nothing where there are none (two queries)."""
    if round.criteria.filter(scores__isnull=False).exists():
        return _("Scores have been sent, so the criteria of this round no longer change.")
    count = round.bids.aggregate(count=Count("score_drafts"))["count"]
    if not count:
        return ""
    return ngettext(
        "%(count)s draft of scores is begun and not sent. It keeps what it says of each criterion "
        "whose code stays; ask the panel member to look at it again after a change.",
        "%(count)s drafts of scores are begun and not sent. They keep what they say of each criterion "
        "whose code stays; ask the panel members to look at them again after a change.",
        count,
    ) % {"count": count}
