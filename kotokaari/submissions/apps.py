"""The submissions room as a Django application."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """The submissions room."""

    name = "kotokaari.submissions"
    label = "submissions"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from . import listening  # noqa: F401 - what is sent is held against the gates
