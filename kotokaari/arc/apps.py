"""The arc room as a Django application."""

from django.apps import AppConfig


class ArcConfig(AppConfig):
    """The arc room."""

    name = "kotokaari.arc"
    label = "arc"
