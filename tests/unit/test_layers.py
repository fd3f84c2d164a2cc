"""The order of the apps holds for the tables too: a row points only at rows of apps below."""

import tomllib
from pathlib import Path

from django.apps import apps

PROJECT = tomllib.loads(Path("pyproject.toml").read_text())
(CONTRACT,) = PROJECT["tool"]["importlinter"]["contracts"]
ORDER: list[str] = CONTRACT["layers"]


def test_a_foreign_key_points_down_or_sideways() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for app in ORDER
        if apps.is_installed(app)
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.many_to_one or field.one_to_one or field.many_to_many
        if field.concrete and not isinstance(field.related_model, str | None)
        if field.related_model._meta.app_label in ORDER
        if ORDER.index(field.related_model._meta.app_label) < ORDER.index(app)
    ]
    assert upward == []


def test_every_app_has_its_place_in_the_order() -> None:
    ours = {config.name for config in apps.get_app_configs() if "." not in config.name}
    assert ours - {"allauth", "csp", "django_fsm"} == set(ORDER) - {"config"}
