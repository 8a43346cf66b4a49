"""The innovation room as a Django application."""

from django.apps import AppConfig


class InnovationConfig(AppConfig):
    """The innovation room."""

    name = "kotokaari.innovation"
    label = "innovation"
