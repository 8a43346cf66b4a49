"""The catalogue room as a Django application."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue room."""

    name = "kotokaari.catalogue"
    label = "catalogue"
