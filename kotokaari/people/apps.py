"""The people room as a Django application."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeopleConfig(AppConfig):
    """The people room."""

    name = "kotokaari.people"
    label = "people"

    def ready(self) -> None:
        """Make organisations and places known to the arc and to the navigation."""
        from kotokaari.arc.public import Kind, register_kind
        from kotokaari.ui.public import register_nav

        from . import in_search

        in_search.register()
        # No station of the arc is theirs: they stand beside it.
        register_kind(
            Kind(
                "organisation",
                pgettext_lazy("arc", "Organisation"),
                "",
                organisations_on_the_arc,
                data_url=lambda uuid: f"/api/v1/organisations/{uuid}",
                find=organisations_by_words,
            )
        )
        register_kind(Kind("place", pgettext_lazy("arc", "Place"), "", places_on_the_arc))
        register_nav("organisations", _("Organisations"), "people:organisations", 40)
        register_nav("places", _("Places"), "people:places", 50)


def organisations_on_the_arc(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Any]:
    """Organisations as the arc shows them; everybody may see them. From memory."""
    from django.urls import reverse
    from django.utils.translation import get_language

    from kotokaari.arc.public import Node

    from .books import organisation_book

    language = (get_language() or "fi")[:2]
    found = {uuid: entry for uuid in uuids if (entry := organisation_book().by_uuid.get(uuid))}
    return {
        uuid: Node(
            kind="organisation",
            uuid=uuid,
            station="",
            title=entry.name(language),
            url=reverse("people:organisation", args=[entry.code]),
            date=entry.ends_on.isoformat() if entry.ends_on and entry.has_ended else "",
            is_example=entry.is_example,
            language=language if language in entry.names else entry.source_language,
        )
        for uuid, entry in found.items()
    }


def places_on_the_arc(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Any]:
    """Places as the arc shows them; everybody may see them. From memory."""
    from django.urls import reverse
    from django.utils.translation import get_language

    from kotokaari.arc.public import Node

    from .books import place_book

    language = (get_language() or "fi")[:2]
    found = [entry for uuid in uuids if (entry := place_book().by_uuid.get(uuid))]
    return {
        entry.uuid: Node("place", entry.uuid, "", entry.name(language), reverse("people:place", args=[entry.code]))
        for entry in found
    }


def organisations_by_words(user: Any, words: str) -> list[Any]:
    """Organisations whose name has all the words, for choosing one to link to."""
    from django.utils.translation import get_language

    from .queries import OrganisationSearch, find_organisations

    found = find_organisations(OrganisationSearch(words, ended=True), (get_language() or "fi")[:2])
    return list(organisations_on_the_arc(user, [entry.uuid for entry in found.organisations[:20]]).values())
