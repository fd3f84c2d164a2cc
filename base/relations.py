"""Whether anything rests on a row."""

from django.db import models


def is_used(instance: models.Model, *, apart_from: tuple[str, ...] = ()) -> bool:
    """Whether any row of any app points at this one, so that it must not change under it.

    ``apart_from`` names the accessors (related names) that do not count.
    """
    for relation in instance._meta.related_objects:
        accessor = relation.get_accessor_name()
        if accessor is None or accessor in apart_from:
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: instance}).exists():
            return True
    return False
