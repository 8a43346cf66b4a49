"""The opendata room as a Django application."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpendataConfig(AppConfig):
    """The opendata room: dumps, feeds, cards for other sites, the site as files."""

    name = "kotokaari.opendata"
    label = "opendata"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.catalogue.public import register_practice_actions, register_practice_head
        from kotokaari.foundation.daily import register_daily

        from . import dumps
        from .heads import practice_head

        register_practice_head(practice_head)
        register_practice_actions(steps)
        register_daily("open files", dumps.daily)


def steps(request: Any, practice: Any) -> Sequence[Any]:
    """The way to share a public practice."""
    from django.urls import reverse

    from kotokaari.catalogue.public import Action, Practice

    if practice.status not in Practice.PUBLIC:
        return []
    return [Action(_("Share"), reverse("opendata:share", args=[practice.uuid]), icon="share", order=90)]
