"""The rubrics room as a Django application."""

from django.apps import AppConfig


class RubricsConfig(AppConfig):
    """The rubrics room."""

    name = "kotokaari.rubrics"
    label = "rubrics"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
