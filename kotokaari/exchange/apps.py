"""The exchange room as a Django application."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange room: questions to owners, visits, mentoring, thanks."""

    name = "kotokaari.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
