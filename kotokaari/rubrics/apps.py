"""The rubrics room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class RubricsConfig(AppConfig):
    """The rubrics room."""

    name = "kotokaari.rubrics"
    label = "rubrics"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from django.db.models.signals import post_migrate

        from kotokaari.arc.public import Kind, register_kind

        from . import guards, on_the_arc

        post_migrate.connect(guards.install_after_migrate, sender=self)
        register_kind(Kind(on_the_arc.KIND, pgettext_lazy("kind", "Rubric"), "", on_the_arc.resolve))
