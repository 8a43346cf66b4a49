"""The decisions room as a Django application."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The decisions room."""

    name = "kotokaari.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from . import jobs, on_the_arc, seams
        from .letters import own_data as own_letters
        from .letters import work
        from .statistics import seams as statistics

        on_the_arc.register()
        seams.register()
        jobs.register()
        work.register()
        own_letters.register()
        statistics.register()
