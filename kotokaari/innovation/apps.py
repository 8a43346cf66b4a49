"""The innovation room as a Django application."""

from django.apps import AppConfig


class InnovationConfig(AppConfig):
    """The innovation room."""

    name = "kotokaari.innovation"
    label = "innovation"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from .acting import handler

        handler.register()
