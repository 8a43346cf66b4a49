"""The innovation room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class InnovationConfig(AppConfig):
    """The innovation room."""

    name = "kotokaari.innovation"
    label = "innovation"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.foundation.daily import register_daily
        from kotokaari.people.public import register_organisation_section, register_work_section
        from kotokaari.ui.public import register_nav

        from . import in_search, on_the_arc
        from .acting import handler
        from .epics import seams as epics_seams
        from .joining import jobs, own_data
        from .preparing import on_the_arc as days_on_the_arc
        from .preparing import sections

        handler.register()
        register_nav(
            "innovation",
            pgettext_lazy("navigation", "Innovation"),
            "innovation:list",
            24,
            rooms=("innovation",),
        )
        register_work_section(sections.days_at_work)
        register_organisation_section(sections.days_of_organisation)
        register_daily("innovation people", jobs.erase)
        own_data.register()
        days_on_the_arc.register()
        on_the_arc.register()
        in_search.register()
        epics_seams.register()
