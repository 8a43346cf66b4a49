"""The calls room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CallsConfig(AppConfig):
    """The calls room."""

    name = "kotokaari.calls"
    label = "calls"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.foundation.daily import register_daily
        from kotokaari.people.public import register_organisation_section, register_place_section, register_work_section
        from kotokaari.rubrics.public import register_rubric_section
        from kotokaari.ui.public import register_nav
        from kotokaari.vocabulary.public import register_concept_section

        from . import in_search, jobs, on_the_arc, own_data, sections

        register_rubric_section(sections.calls_by_rubric)
        register_nav("calls", pgettext_lazy("navigation", "Calls"), "calls:list", 25)
        register_work_section(sections.calls_at_work)
        register_organisation_section(sections.calls_of_organisation)
        register_place_section(sections.calls_in_place)
        register_concept_section(sections.calls_on_theme)
        register_daily("calls", jobs.remind_of_closing)
        in_search.register()
        on_the_arc.register()
        own_data.register()
