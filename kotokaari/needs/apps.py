"""The needs room as a Django application."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """The needs room."""

    name = "kotokaari.needs"
    label = "needs"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from .results import on_the_arc as themes_on_the_arc

        themes_on_the_arc.register()
