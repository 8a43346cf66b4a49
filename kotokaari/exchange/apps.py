"""The exchange room as a Django application."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange room: questions to owners, visits, mentoring, thanks."""

    name = "kotokaari.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.catalogue.public import register_practice_actions, register_practice_section
        from kotokaari.foundation.daily import register_daily
        from kotokaari.people.public import register_work_section

        from . import jobs, own_data, sections

        register_practice_actions(sections.steps)
        register_practice_section(sections.asked_and_answered)
        register_work_section(sections.questions_at_work)
        register_daily("questions", jobs.wake_questions)
        own_data.register()
