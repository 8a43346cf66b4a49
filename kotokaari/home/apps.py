"""The home room as a Django application."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home room."""

    name = "kotokaari.home"
    label = "home"
