"""The panel room as a Django application."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    """The panel room."""

    name = "kotokaari.panel"
    label = "panel"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.foundation.daily import register_daily

        from . import listening, own_data, steps, work

        listening.register()
        own_data.register()
        work.register()
        steps.register()
        register_daily("panel", listening.work)
