"""What is new among practices: for digests and feeds of the rooms above."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kotokaari.foundation.text import Reading, TranslatedText
from kotokaari.people.public import organisation_book
from kotokaari.vocabulary.public import concept_book

from . import index as practices
from . import listing, queries
from .filters import NEWEST, Filters
from .models import Practice, Version

NEW, CHANGED, ENDED = "new", "changed", "ended"


@dataclass(frozen=True, slots=True)
class News:
    """A practice that is new, changed or ended: what happened last, and when."""

    version: int
    practice: Practice
    what: str
    at: datetime.datetime
    first_at: datetime.datetime
    note: TranslatedText

    @property
    def uuid(self) -> UUID:
        """The practice's own."""
        return self.practice.uuid

    def title(self, language: str) -> Reading:
        """The practice's name."""
        return self._version.title.read(language)

    def summary(self, language: str) -> Reading:
        """The practice in short."""
        return self._version.summary.read(language)

    def owner(self, language: str) -> str:
        """The organisation that owns it. From memory."""
        return organisation_book().by_key[self.practice.owner_id].name(language)

    def themes(self, language: str) -> list[str]:
        """Its themes. From memory."""
        book = concept_book().by_key
        return [book[key].label(language) for key in practices.index().themes.get(self.version, ()) if key in book]

    @property
    def _version(self) -> Version:
        assert self.practice.current is not None
        return self.practice.current


def versions_matching(query: str, language: str) -> list[int]:
    """The shown versions that an address of the list (``theme=…&q=…``) finds, the newest first.

    Words find only what answers all of them: news should not be about something else. Two queries at most.
    """
    filters = replace(Filters.from_query(QueryDict(query.lstrip("?"))), sort=NEWEST, page=1)
    return listing.everything_found(filters, language, queries.hits(filters.q, language, partial_too=False))


def words_of(query: str, language: str) -> str:
    """What an address of the list asks for, in words; "" when it asks for everything. No query."""
    filters = Filters.from_query(QueryDict(query.lstrip("?")))
    chosen = [listing.labels(name, language)(value) for name, values in filters.chosen.items() for value in values]
    return ", ".join([*filter(None, [filters.q]), *chosen])


def newer_than(since: datetime.datetime, only: Iterable[int] | None = None) -> list[News]:
    """Public practices that were published, changed or ended after ``since``, the latest first. One query.

    ``only``: keys of practices, when not all.
    """
    ended = Q(status__in=(Practice.Status.ENDED, Practice.Status.ARCHIVED), status_changed_at__gt=since)
    found = _with_first().filter(Q(current__published_at__gt=since) | ended)
    if only is not None:
        found = found.filter(pk__in=list(only))
    news = (_news(practice, since) for practice in found)
    return sorted(news, key=lambda item: (item.at, item.version), reverse=True)


def latest(versions: Sequence[int], most: int) -> list[News]:
    """The first ``most`` of these versions as news. One query."""
    wanted = list(versions[:most])
    found = {item.version: item for practice in _with_first().filter(current__in=wanted) if (item := _news(practice))}
    return [found[key] for key in wanted if key in found]


def _with_first() -> QuerySet[Practice, Any]:
    shown = Practice.objects.public().filter(current__isnull=False).select_related("current")
    return shown.annotate(first_at=Min("versions__published_at")).defer("current__record", "current__as_typed")


def _news(practice: Any, since: datetime.datetime | None = None) -> News:
    version = practice.current
    has_ended = practice.status in (Practice.Status.ENDED, Practice.Status.ARCHIVED) and practice.status_changed_at
    if has_ended and (since is None or practice.status_changed_at > since):
        what, at, note = ENDED, max(practice.status_changed_at, version.published_at), practice.status_reason
    else:
        is_new = practice.first_at > since if since else version.number == 1
        what, at, note = NEW if is_new else CHANGED, version.published_at, version.change_note
    return News(version.pk, practice, what, at, practice.first_at, note)


def words_for(what: str) -> str:
    """What happened, in a word or two."""
    return {NEW: _("New practice"), CHANGED: _("New version"), ENDED: pgettext("news", "Ended")}[what]
