"""The database's own seal on a score that was sent: it is neither changed nor deleted."""

from base.triggers import Trigger

_CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}" for column in ("bid_id", "member_id", "criterion_id", "points")
)

TRIGGERS = [
    Trigger(
        table="scoring_score",
        name="scoring_score_stands_as_sent",
        event="UPDATE",
        when=_CHANGED,
        message="a score stands as it was sent",
    ),
    Trigger(
        table="scoring_score",
        name="scoring_score_is_kept",
        event="DELETE",
        message="a score that was sent is kept",
    ),
    Trigger(
        table="scoring_score",
        name="scoring_score_no_truncate",
        event="TRUNCATE",
        message="a score that was sent is kept",
    ),
]
