"""The search room as a Django application."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search room."""

    name = "kotokaari.search"
    label = "search"
