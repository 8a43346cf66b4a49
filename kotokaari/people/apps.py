"""The people room as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "kotokaari.people"
    label = "people"
