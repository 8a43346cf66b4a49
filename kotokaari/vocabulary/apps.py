"""The vocabulary room as a Django application."""

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """The vocabulary room."""

    name = "kotokaari.vocabulary"
    label = "vocabulary"
