"""Letters of the ledger. They are written after commit, each in its reader's language; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kotokaari.catalogue.public import Practice, compare
from kotokaari.foundation import mail
from kotokaari.people.public import Organisation, User

from . import queries
from .models import Adoption, OwnersWord, VersionChoice

_log = structlog.get_logger(__name__)
MOST_FIELDS = 12


def address(name: str, *args: Any) -> str:
    """The full address of a page, in the language now active."""
    return str(settings.BASE_URL + reverse(name, args=args))


def _send(
    people: Iterable[User], template: str, page: tuple[Any, ...], *, necessary: bool = False, **context: Any
) -> None:
    for person in people:
        if person.mail_rhythm == User.MailRhythm.NEVER and not necessary:
            continue
        with translation.override(person.language):
            words = {name: value() if callable(value) else value for name, value in context.items()}
            link = address(*page)
            try:
                mail.send(person, f"adoption/mails/{template}", link=link, **words)
            except OSError:
                _log.exception("a letter could not be sent", letter=template)


def new_version(choice: int) -> None:
    """To an adopter's people: a newer version is out, these parts changed; do you follow?"""
    found = VersionChoice.objects.filter(pk=choice)
    asked = found.select_related("adoption__practice__current", "adoption__organisation", "version", "before").first()
    if asked is None:
        return
    adoption = asked.adoption

    def changed() -> list[str]:
        before = asked.before.whole if asked.before else {}
        return [str(change.field.label) for change in compare(before, asked.version.whole)][:MOST_FIELDS]

    _send(
        queries.people_of(adoption),
        "new_version",
        ("adoption:version", adoption.uuid),
        adoption=adoption,
        version=asked.version,
        changed=changed,
    )


def owner_spoke(adoption: int, word: int) -> None:
    """To an adopter's people: the practice's owner confirmed, doubted or commented."""
    said = OwnersWord.objects.filter(pk=word).first()
    found = Adoption.objects.filter(pk=adoption).select_related("practice__current", "practice__owner", "organisation")
    entry = found.first()
    if said is None or entry is None:
        return
    _send(queries.people_of(entry), "owner_spoke", ("adoption:write", entry.uuid), adoption=entry, word=said)


def adoption_told(adoption: int) -> None:
    """To the owner's people: an organisation says that it uses your practice, or would like to."""
    found = Adoption.objects.filter(pk=adoption).select_related("practice__current", "practice__owner", "organisation")
    entry = found.first()
    if entry is None or entry.organisation_id == entry.practice.owner_id:
        return
    people = queries.coordinators_of(entry.practice.owner_id)
    _send(people, "adoption_told", ("adoption:owner", entry.uuid), adoption=entry)


def practice_moved(practice: int, before: str) -> None:
    """To every adopter's people: the practice ended, was archived, withdrawn or put back; your entry stays."""
    moved = Practice.objects.select_related("current", "owner").get(pk=practice)
    for adoption in Adoption.objects.filter(practice=moved).select_related("organisation"):
        adoption.practice = moved
        _send(
            queries.people_of(adoption),
            "practice_moved",
            ("adoption:write", adoption.uuid),
            necessary=True,
            adoption=adoption,
            practice=moved,
            before=before,
        )


def adopter_ended(organisation: int, heirs: list[int]) -> None:
    """To the successors' people: an organisation whose tasks you carry on used these practices."""
    old = Organisation.objects.get(pk=organisation)
    adoptions = list(queries.adoptions_of(old).exclude(status=Adoption.Status.STOPPED))
    for heir in Organisation.objects.filter(pk__in=heirs):
        people = queries.coordinators_of(heir)
        _send(people, "adopter_ended", ("home:work",), old=old, heir=heir, adoptions=adoptions)
