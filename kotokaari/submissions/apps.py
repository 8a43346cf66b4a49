"""The submissions room as a Django application."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """The submissions room."""

    name = "kotokaari.submissions"
    label = "submissions"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from django.db.models.signals import post_migrate

        from kotokaari.foundation.daily import register_daily

        from . import guards, jobs, listening, on_the_arc, own_data, work  # noqa: F401 - listening: sent is held against gates
        from .reading import work as work_of_calls

        on_the_arc.register()
        own_data.register()
        work.register()
        work_of_calls.register()
        register_daily("returned submissions", jobs.remind_to_mend)
        post_migrate.connect(guards.install_after_migrate, sender=self)
