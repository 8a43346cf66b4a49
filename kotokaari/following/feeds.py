"""Atom 1.0: practices, adoptions, organisations and saved searches as feeds."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import pgettext

from kotokaari.adoption.public import Adoption
from kotokaari.catalogue.public import News, words_for
from kotokaari.foundation.fields import read

MOST = 50
TYPE = "application/atom+xml; charset=utf-8"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; ``path`` its address in the house."""

    id: str
    title: str
    path: str
    summary: str
    author: str
    published: datetime.datetime
    updated: datetime.datetime
    categories: list[str] = field(default_factory=list)
    licence: str = ""


def plain(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def written(
    *, title: str, path: str, feed_path: str, language: str, entries: Iterable[Entry], guid: str = ""
) -> HttpResponse:
    """A feed as an answer. ``path`` is the page it belongs to, ``feed_path`` its own address; ``guid`` names it for ever."""
    feed = Atom1Feed(
        title=plain(title),
        link=settings.BASE_URL + path,
        description=None,
        language=language,
        author_name="Kotokaari",
        feed_url=settings.BASE_URL + feed_path,
        feed_guid=guid or settings.BASE_URL + feed_path,
    )
    for entry in entries:
        feed.add_item(
            title=plain(entry.title),
            link=settings.BASE_URL + entry.path,
            description=escape(plain(entry.summary)),
            author_name=plain(entry.author),
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=f"urn:uuid:{entry.id}",
            categories=[plain(category) for category in entry.categories],
            item_copyright=entry.licence or None,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=TYPE)


def practice_entry(item: News, language: str) -> Entry:
    """A practice: an entry that is updated by each new version, and by its end."""
    title, note = item.title(language).text, item.note.read(language).text
    what = [f"{words_for(item.what)}{': ' if note else ''}{note}"] if item.what != "new" else []
    return Entry(
        id=str(item.uuid),
        title=marked(title, item.practice.is_example),
        path=item.practice.get_absolute_url(),
        summary=" — ".join([*what, item.summary(language).text]),
        author=item.owner(language),
        published=item.first_at,
        updated=item.at,
        categories=item.themes(language),
        licence=item.practice.licence,
    )


def adoption_entry(adoption: Adoption, language: str) -> Entry:
    """An adoption: an entry that is updated when its status changes."""
    organisation, practice = str(adoption.organisation), str(adoption.practice)
    title = f"{organisation}: {practice}"
    return Entry(
        id=str(adoption.uuid),
        title=marked(title, adoption.is_example),
        path=adoption.get_absolute_url(),
        summary=". ".join(part for part in (str(adoption.get_status_display()), read(adoption.purpose).text) if part),
        author=organisation,
        published=adoption.created_at,
        updated=max(adoption.changed_at, adoption.created_at),
        categories=[str(adoption.get_status_display())],
    )


def marked(title: str, is_example: bool) -> str:
    """The title, with the mark of what is invented."""
    mark = pgettext("mark of what is invented", "example")
    return f"{title} ({mark})" if is_example else title
