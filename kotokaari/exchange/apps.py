"""The exchange room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """The exchange room: questions to owners, visits, mentoring, thanks."""

    name = "kotokaari.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.catalogue.public import register_practice_actions, register_practice_section
        from kotokaari.foundation.daily import register_daily
        from kotokaari.people.public import register_work_section
        from kotokaari.ui.public import register_nav

        from . import jobs, own_data, sections

        register_nav("times", _("Visits"), "exchange:times", 20)
        register_practice_actions(sections.steps)
        register_practice_section(sections.asked_and_answered)
        register_work_section(sections.questions_at_work)
        register_practice_section(sections.times_to_come)
        register_practice_section(sections.thanks)
        register_work_section(sections.times_at_work)
        register_work_section(sections.thanks_at_work)
        register_daily("questions", jobs.wake_questions)
        register_daily("visits", jobs.remind_of_times)
        own_data.register()
