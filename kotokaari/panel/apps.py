"""The panel room as a Django application."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    """The panel room."""

    name = "kotokaari.panel"
    label = "panel"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
