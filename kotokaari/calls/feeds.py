"""News of calls as Atom: published, open, closing within a week, extended closings by their new date, cancelled."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kotokaari.foundation.fields import read

from . import queries
from .models import Call, Round
from .times import language, moment_words

MOST = 50
CLOSING = datetime.timedelta(days=7)
TYPE = "application/atom+xml; charset=utf-8"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to a call; ``id`` stays the same for ever."""

    id: str
    call: Call
    title: str
    text: str
    at: datetime.datetime


def entries(now: datetime.datetime | None = None) -> list[Entry]:
    """What happened until now, the latest first. Three queries."""
    now = now or timezone.now()
    found = [entry for call in queries.with_times() for entry in _of(call) if entry.at <= now]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:MOST]


def _of(call: Call) -> Iterator[Entry]:
    name, summary = str(read(call.name)), str(read(call.summary))
    if call.is_example:
        name = f"{name} ({pgettext('mark of what is invented', 'example')})"
    published = call.published_at or call.created_at
    rounds = list(call.rounds.all())
    yield Entry(f"{call.uuid}/published", call, _("New call: %(call)s") % {"call": name}, summary, published)
    if call.state == Call.State.CANCELLED:
        reason = str(read(call.cancelled_reason))
        yield Entry(f"{call.uuid}/cancelled", call, _("Cancelled: %(call)s") % {"call": name}, reason, timezone.now())
        return
    for round in rounds:
        yield from _of_round(call, round, name, published)


def _of_round(call: Call, round: Round, name: str, published: datetime.datetime) -> Iterator[Entry]:
    closes = _("Closes %(when)s.") % {"when": moment_words(round.closes_at, call.time_zone)}
    base, words = f"{call.uuid}/{round.number}", {"call": name}
    yield Entry(f"{base}/opens", call, _("Now open: %(call)s") % words, closes, max(round.opens_at, published))
    soon = max(round.closes_at - CLOSING, round.opens_at, published)
    day = f"{round.closes_at:%Y%m%d}"
    yield Entry(f"{base}/closes/{day}", call, _("Closes within a week: %(call)s") % words, closes, soon)


def written(path: str, feed_path: str) -> HttpResponse:
    """The feed as an answer; ``path`` is the page it belongs to."""
    feed = Atom1Feed(
        title=_("Calls for practices — Kotokaari"),
        link=settings.BASE_URL + path,
        description=None,
        language=language(),
        author_name="Kotokaari",
        feed_url=settings.BASE_URL + feed_path,
    )
    for entry in entries():
        feed.add_item(
            title=_plain(entry.title),
            link=settings.BASE_URL + entry.call.get_absolute_url(),
            description=escape(_plain(entry.text)),
            author_name=_plain(str(entry.call.organisation)),
            pubdate=entry.at,
            updateddate=entry.at,
            unique_id=f"{settings.BASE_URL}/id/{entry.call.uuid}#{entry.id.partition('/')[2]}",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=TYPE)


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)
