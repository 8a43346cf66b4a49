"""Practices in a few words, for front pages and work lists of the rooms above."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import EDITORS, User, WorkLine, organisations_for, runs_the_house

from . import index as practices
from . import logic
from .filters import Filters
from .listing import Row, labels, rows
from .models import Contact, Practice, Version
from .permissions import WRITERS

MOST = 50


def latest_rows(language: str, count: int = 6) -> list[Row]:
    """The newest public practices, as the list shows them. Three queries when the index is warm."""
    return rows(practices.index().versions[:count], language)


def how_many() -> int:
    """The number of public practices."""
    return len(practices.index().versions)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A value of a facet: its words, the list that holds only it, and how many are there."""

    label: str
    href: str
    count: int
    value: str


def shelves(facet: str, language: str, most: int = 8) -> list[Shelf]:
    """The fullest values of a facet, with the addresses of their lists. No query when the index is warm."""
    whole = practices.index()
    counts = whole.counts(facet, {}, whole.everything)
    words, path = labels(facet, language), reverse("catalogue:list")
    fullest = sorted(counts.items(), key=lambda entry: (-entry[1], words(entry[0])))[:most]
    return [
        Shelf(words(value), f"{path}{Filters(chosen={facet: (value,)}).query}", count, value)
        for value, count in fullest
    ]


def _mine(user: User, *roles: str) -> QuerySet[Practice]:
    practices = Practice.objects.select_related("current")
    if runs_the_house(user):
        return practices
    return practices.filter(owner__in=organisations_for(user, *roles))


def drafts_of(user: User) -> list[WorkLine]:
    """Drafts that this person, or people of the same organisations, have begun; own ones first."""
    drafts = Version.objects.filter(state=Version.State.DRAFT).select_related("practice", "created_by")
    if not runs_the_house(user):
        drafts = drafts.filter(Q(created_by=user) | Q(practice__owner__in=organisations_for(user, *WRITERS)))
    found = sorted(
        drafts.defer("record").order_by("-saved_at")[:MOST], key=lambda draft: draft.created_by_id != user.pk
    )
    return [_draft(draft, user) for draft in found]


def _draft(draft: Version, user: User) -> WorkLine:
    title = draft.title.read((get_language() or "fi")[:2])
    saved = timezone.localtime(draft.saved_at)
    when = _("saved %(day)s at %(time)s") % {"day": f"{saved.day}.{saved.month}.{saved.year}", "time": f"{saved:%H.%M}"}
    who = "" if draft.created_by_id == user.pk or not draft.created_by else f"{draft.created_by.get_short_name()}, "
    url = reverse("catalogue:draft", args=[draft.practice.key])
    words = title.text or _("Draft without a name")
    return WorkLine(words, title.language, url, who + when, draft.practice.is_example)


def to_confirm(user: User) -> list[WorkLine]:
    """Practices of one's organisations whose yearly «is it still so?» is due."""
    due = _mine(user, *EDITORS).filter(status=Practice.Status.PUBLISHED, review_due__lte=timezone.localdate())
    return [_task(practice, _due(practice.review_due)) for practice in due.order_by("review_due")[:MOST]]


def _due(day: datetime.date | None) -> str:
    return _("asked since %(day)s") % {"day": f"{day.day}.{day.month}.{day.year}"} if day else ""


def to_translate(user: User) -> list[WorkLine]:
    """Public practices of one's organisations with missing or stale translations, the emptiest first."""
    found = []
    for practice in _mine(user, *WRITERS).filter(status=Practice.Status.PUBLISHED).order_by("-id")[: MOST * 4]:
        missing, stale = gaps_of(practice.current) if practice.current else (0, 0)
        if missing or stale:
            found.append((missing + stale, _task(practice, _gaps(missing, stale), "catalogue:translate")))
    return [task for _count, task in sorted(found, key=lambda entry: -entry[0])[:MOST]]


def gaps_of(version: Version) -> tuple[int, int]:
    """How many texts of a version lack a language, and how many translations are stale."""
    texts = [place.text for place in logic.texts_of(version.whole)]
    stale = sum(text.is_stale(language) for text in texts for language in LANGUAGES)
    return sum(len(text.missing()) for text in texts), stale


def _gaps(missing: int, stale: int) -> str:
    parts: Sequence[str] = (
        ngettext("%(count)d text missing", "%(count)d texts missing", missing) % {"count": missing} if missing else "",
        ngettext("%(count)d translation behind", "%(count)d translations behind", stale) % {"count": stale}
        if stale
        else "",
    )
    return ", ".join(part for part in parts if part)


def contacts_to_answer(user: User) -> list[WorkLine]:
    """Practices that would like to name this person as their contact."""
    offers = Contact.objects.filter(user=user, consented_at__isnull=True, withdrawn_at__isnull=True)
    waiting = offers.select_related("practice__current").order_by("-pk")[:MOST]
    return [_task(offer.practice, _("may people ask you about it?"), "catalogue:contact-answer") for offer in waiting]


def _task(practice: Practice, note: str, address: str = "") -> WorkLine:
    title = practice.current.title.read((get_language() or "fi")[:2]) if practice.current else None
    url = reverse(address, args=[practice.key]) if address else practice.get_absolute_url()
    words, language = (title.text, title.language) if title else (practice.key, "")
    return WorkLine(words, language, url, note, practice.is_example)
