"""The assessment room as a Django application."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """The assessment room."""

    name = "kotokaari.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
