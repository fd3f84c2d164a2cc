from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BaseConfig(AppConfig):
    """What every app stands on: verbs, refusals, append-only tables, workbooks, commands."""

    name = "base"

    def ready(self) -> None:
        from base.triggers import install, remove

        pre_migrate.connect(remove, dispatch_uid="base.triggers.remove")
        post_migrate.connect(install, dispatch_uid="base.triggers.install")
