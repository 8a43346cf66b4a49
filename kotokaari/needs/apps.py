"""The needs room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class NeedsConfig(AppConfig):
    """The needs room."""

    name = "kotokaari.needs"
    label = "needs"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.people.public import register_organisation_section, register_work_section
        from kotokaari.ui.public import register_nav

        from . import in_search, on_the_arc
        from .answering import jobs, own_data
        from .making import sections
        from .results import on_the_arc as themes_on_the_arc

        register_nav("surveys", pgettext_lazy("navigation", "Surveys"), "needs:list", 23)
        register_work_section(sections.surveys_at_work)
        register_organisation_section(sections.surveys_of_organisation)
        sections.register_own_data()
        on_the_arc.register()
        in_search.register()
        themes_on_the_arc.register()
        jobs.register()
        own_data.register()
