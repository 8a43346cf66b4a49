"""The needs room as a Django application."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """The needs room."""

    name = "kotokaari.needs"
    label = "needs"
