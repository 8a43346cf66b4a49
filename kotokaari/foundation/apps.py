"""The foundation as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def keep_data_version(sender: Any, using: str, **rest: Any) -> None:
    """After migrating: the triggers of the data version follow the tables there are now."""
    from .dataversion import install_triggers

    install_triggers(connections[using])


class FoundationConfig(AppConfig):
    """Foundation: no domain words."""

    name = "kotokaari.foundation"
    label = "foundation"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself

        post_migrate.connect(keep_data_version, sender=self)
