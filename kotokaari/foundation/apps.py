"""The foundation as a Django application."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Foundation: no domain words."""

    name = "kotokaari.foundation"
    label = "foundation"
