"""The live room as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LiveConfig(AppConfig):
    """The live room."""

    name = "kotokaari.live"
    label = "live"

    def ready(self) -> None:
        """The log's rows are guarded by the database."""
        from . import guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
