"""Whether anything rests on a row."""

from typing import cast

from django.db import models


def is_used(instance: models.Model, *, apart_from: tuple[str, ...] = ()) -> bool:
    """Whether any row of any app points at this one, so that it must not change under it.

    ``apart_from`` names the accessors (related names) that do not count.
    """
    for relation in instance._meta.related_objects:
        accessor = relation.get_accessor_name()
        if accessor is None or accessor in apart_from:
            continue
        model = cast(type[models.Model], relation.related_model)
        if model._base_manager.filter(**{relation.field.name: instance}).exists():
            return True
    return False
