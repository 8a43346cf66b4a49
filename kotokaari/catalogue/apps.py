"""The catalogue room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """The catalogue room."""

    name = "kotokaari.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Tell the house's navigation, the arc and search what is here."""
        from django.db.models.signals import post_migrate

        from kotokaari.ui.public import register_nav

        from . import elsewhere, guards, heartbeat, in_search, on_the_arc, own_data, similar
        from .importing import elsewhere as importing

        register_nav("practices", _("Practices"), "catalogue:list", 10)
        register_nav("projects", _("Projects"), "catalogue:projects", 30)
        on_the_arc.register()
        in_search.register()
        elsewhere.register()
        own_data.register()
        similar.register()
        heartbeat.register()
        importing.register()
        post_migrate.connect(guards.install_after_migrate, sender=self)
