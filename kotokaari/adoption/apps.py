"""The adoption room as a Django application."""

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """The adoption room: who uses which practice, what was changed, what came of it."""

    name = "kotokaari.adoption"
    label = "adoption"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
