"""The opendata room as a Django application."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """The opendata room: dumps, feeds, cards for other sites, the site as files."""

    name = "kotokaari.opendata"
    label = "opendata"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
