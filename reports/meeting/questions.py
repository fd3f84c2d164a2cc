"""Members' questions: what was asked about a round, and what an earlier meeting leaves to this report."""

from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from reports.models import MembersQuestion
from rounds.models import Round


def asked_about(round: Round) -> QuerySet[MembersQuestion]:
    """What was asked about a round's report, in the order of asking."""
    return round.members_questions.select_related("recorded_by")


def carried_into(round: Round) -> QuerySet[MembersQuestion]:
    """What a round's report tells: questions of the partnership's earlier rounds that are not answered, or
    were answered since that round's own meeting; and this round's, asked before its meeting.
    """
    own = Q(round=round, asked_on__lt=round.committee)
    earlier = Q(round__partnership=round.partnership_id, round__committee__lt=round.committee) & ~Q(
        round=round
    )
    since = Q(answered_on__isnull=True) | Q(answered_on__gte=_previous(round))
    found = MembersQuestion.objects.filter(own | (earlier & since))
    return found.order_by("asked_on", "pk")


def _previous(round: Round) -> Coalesce:
    """The day of the partnership's meeting before this round's; where there is none, this round's own."""
    before = Round.objects.filter(
        partnership=round.partnership_id, committee__lt=round.committee
    ).exclude(pk=round.pk)
    return Coalesce(
        Subquery(before.order_by("-committee").values("committee")[:1]), Value(round.committee)
    )
