"""The adoption room as a Django application."""

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """The adoption room: who uses which practice, what was changed, what came of it."""

    name = "kotokaari.adoption"
    label = "adoption"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.catalogue.public import register_use_counter

        from . import counting, follow_ups, news, on_the_arc, own_data, work
        from .fit import elsewhere
        from .reading import seams

        register_use_counter(counting.independent_uses)
        on_the_arc.register()
        news.register()
        own_data.register()
        work.register()
        seams.register()
        follow_ups.register()
        elsewhere.register()
