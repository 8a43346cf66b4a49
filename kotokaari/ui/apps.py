"""The ui room as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The ui room."""

    name = "kotokaari.ui"
    label = "ui"
