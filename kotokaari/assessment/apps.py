"""The assessment room as a Django application."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """The assessment room."""

    name = "kotokaari.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.foundation.daily import register_daily

        from . import daily, listening, own_data, work
        from .calibration import step as calibration_step

        own_data.register()
        work.register()
        listening.register()
        calibration_step.register()
        register_daily("reminders of assessments", daily.remind_before_due)
