"""The front door as a Django application."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class HomeConfig(AppConfig):
    """The home room."""

    name = "kotokaari.home"
    label = "home"

    def ready(self) -> None:
        from kotokaari.people.public import is_specialist, register_work_section
        from kotokaari.ui.public import register_nav
        from kotokaari.vocabulary.public import register_editors

        from . import national

        register_work_section(national.work_section)
        register_editors(is_specialist)  # people and vocabulary do not know each other
        register_nav("duties", pgettext_lazy("navigation", "Law"), "home:duties", 60)
        register_nav(
            "work",
            pgettext_lazy("navigation", "My work"),
            "home:work",
            80,
            lambda user: bool(user and user.is_authenticated),
        )
