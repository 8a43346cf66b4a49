"""The arc as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArcConfig(AppConfig):
    """The arc room."""

    name = "kotokaari.arc"
    label = "arc"

    def ready(self) -> None:
        from . import elsewhere
        from .registry import Kind, register_kind

        register_kind(
            Kind("elsewhere", _("Recorded elsewhere"), "", elsewhere.resolve, elsewhere.may_edit, find=elsewhere.find)
        )
