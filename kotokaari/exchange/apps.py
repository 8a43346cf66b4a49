"""The exchange room as a Django application."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange room: questions to owners, visits, mentoring, thanks."""

    name = "kotokaari.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell the rooms below what is here, and hear what happens there."""
        from kotokaari.catalogue.public import register_practice_actions, register_practice_section, status_changed
        from kotokaari.foundation.daily import register_daily
        from kotokaari.people.public import register_organisation_section, register_work_section

        from . import jobs, listening, on_the_arc, own_data, sections

        register_practice_actions(sections.steps)
        for on_the_practice in (sections.asked_and_answered, sections.times_to_come, sections.thanks):
            register_practice_section(on_the_practice)
        for at_work in (sections.questions_at_work, sections.times_at_work, sections.thanks_at_work):
            register_work_section(at_work)
        register_organisation_section(sections.times_of_organisation)
        register_daily("questions", jobs.wake_questions)
        register_daily("visits", jobs.remind_of_times)
        status_changed.connect(listening.practice_withdrawn, dispatch_uid="practice withdrawn in the exchange")
        on_the_arc.register()
        own_data.register()
