"""The database's own promise about staff: a partnership that has an administrator keeps one."""

from base.triggers import Trigger

_ANOTHER = (
    "EXISTS (SELECT 1 FROM people_membership m JOIN people_user u ON u.id = m.user_id "
    "WHERE m.partnership_id = OLD.partnership_id AND m.role = 'administrator' "
    "AND m.id <> OLD.id AND u.is_active)"
)
_LAST = f"OLD.role = 'administrator' AND NOT {_ANOTHER}"
_MESSAGE = "a partnership keeps an administrator"

TRIGGERS = [
    Trigger("people_membership", "people_membership_last_stays", "DELETE", _MESSAGE, _LAST),
    Trigger(
        "people_membership",
        "people_membership_last_is_kept",
        "UPDATE",
        _MESSAGE,
        f"(NEW.role <> OLD.role OR NEW.partnership_id <> OLD.partnership_id) AND {_LAST}",
    ),
]
"""Beside it, the verbs hold the partnership, so that two who remove each other come one after the other."""
