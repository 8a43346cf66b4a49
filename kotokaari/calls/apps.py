"""The calls room as a Django application."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """The calls room."""

    name = "kotokaari.calls"
    label = "calls"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
