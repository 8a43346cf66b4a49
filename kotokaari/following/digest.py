"""The letter about what one follows: once a day or a week, all in one, nothing when there is nothing new."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.adoption.public import Adoption
from kotokaari.catalogue.public import News, newer_than, words_for
from kotokaari.foundation import mail
from kotokaari.people.public import User

from . import queries
from .models import Followed, SavedSearch

MOST = 20
DAYS = {"daily": datetime.timedelta(days=1), "weekly": datetime.timedelta(days=7)}
RHYTHMS = {User.MailRhythm.AT_ONCE: "daily", User.MailRhythm.DAILY: "daily", User.MailRhythm.WEEKLY: "weekly"}
Row = SavedSearch | Followed


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: what, to what, and where to read it."""

    what: str
    title: str
    who: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What is new in one search, or of one practice."""

    row: Row
    title: str
    url: str
    stop_url: str
    lines: Sequence[Line]
    more: int = 0


def work(day: datetime.date) -> str:
    """Write to everybody for whom a letter is due and something is new. Safe to do twice."""
    now = timezone.now()
    waiting = due(day)
    if not waiting:
        return ""
    oldest = min(row.seen_until for rows in waiting.values() for row in rows)
    news = newer_than(oldest)
    adoptions = adoptions_since(
        oldest, {row.practice_id for rows in waiting.values() for row in rows if isinstance(row, Followed)}
    )
    sent, failure = 0, None
    for user, rows in waiting.items():
        with translation.override(user.language):
            parts = [part for row in rows if (part := part_of(row, news, adoptions, user.language))]
        try:
            sent += send(user, parts, day, now) if parts else 0
        except (SMTPException, OSError) as error:
            failure = error
    if failure is not None:
        raise failure
    return ngettext("%(count)d letter sent", "%(count)d letters sent", sent) % {"count": sent} if sent else ""


def due(day: datetime.date) -> dict[User, list[Row]]:
    """Everybody to whom a letter may go on this day, with the searches and practices it would be about. Two queries."""
    active = {"user__is_active": True}
    searches = SavedSearch.objects.filter(**active).exclude(frequency=SavedSearch.Frequency.NEVER)
    followed = Followed.objects.filter(**active).select_related("user", "practice__current")
    found: list[Row] = [*searches.select_related("user"), *followed]
    rows: dict[User, list[Row]] = defaultdict(list)
    for row in found:
        rhythm = rhythm_of(row)
        since = row.sent_on or timezone.localdate(row.seen_until)
        if rhythm and since + DAYS[rhythm] <= day:
            rows[row.user].append(row)
    return dict(rows)


def rhythm_of(row: Row) -> str:
    """«daily», «weekly», or "" for who wants only what is necessary."""
    if row.user.mail_rhythm == User.MailRhythm.NEVER:
        return ""
    return row.frequency if isinstance(row, SavedSearch) else RHYTHMS[User.MailRhythm(row.user.mail_rhythm)]


def adoptions_since(since: datetime.datetime, practices: Iterable[int]) -> dict[int, list[Adoption]]:
    """Public adoptions of these practices written down after ``since``, by practice, the latest first. One query."""
    wanted = list(practices)
    found: dict[int, list[Adoption]] = defaultdict(list)
    if wanted:
        new = Adoption.objects.public().filter(practice__in=wanted, created_at__gt=since)
        for adoption in new.select_related("organisation").order_by("-created_at"):
            found[adoption.practice_id].append(adoption)
    return found


def part_of(row: Row, news: Sequence[News], adoptions: dict[int, list[Adoption]], language: str) -> Part | None:
    """What is new in a search or of a practice since the last letter, in the active language; None when nothing is."""
    fresh = [item for item in news if item.at > row.seen_until]
    if isinstance(row, SavedSearch):
        found = set(queries.versions_of(row)) if fresh else set()
        lines = [_line(item, language) for item in fresh if item.version in found]
        title, url = row.name, row.address
    else:
        lines = [_line(item, language) for item in fresh if item.practice.pk == row.practice_id]
        new = (adoption for adoption in adoptions.get(row.practice_id, []) if adoption.created_at > row.seen_until)
        lines += [_adoption_line(adoption) for adoption in new]
        title, url = str(row.practice), row.practice.get_absolute_url()
    if not lines:
        return None
    stop = settings.BASE_URL + reverse("following:stop", args=[queries.stop_token(row)])
    return Part(row, title, settings.BASE_URL + url, stop, lines[:MOST], max(len(lines) - MOST, 0))


def _line(item: News, language: str) -> Line:
    url = settings.BASE_URL + item.practice.get_absolute_url()
    return Line(
        words_for(item.what), item.title(language).text, item.owner(language), url, item.note.read(language).text
    )


def _adoption_line(adoption: Adoption) -> Line:
    url = settings.BASE_URL + adoption.get_absolute_url()
    return Line(_("New adoption"), str(adoption.organisation), str(adoption.get_status_display()), url)


def send(user: User, parts: Sequence[Part], day: datetime.date, now: datetime.datetime) -> int:
    """One letter with all of it. What it tells counts as told; a refused letter is tried again."""
    before = [(part.row, part.row.seen_until, part.row.sent_on) for part in parts]
    with transaction.atomic():
        claimed = [_told(part.row, now, day) for part in parts]
    if not all(claimed):
        return 0  # another process is writing the same letter
    with translation.override(user.language):
        stop = settings.BASE_URL + reverse("following:stop", args=[queries.stop_token(user)])
        mine = settings.BASE_URL + reverse("following:list")
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    count = sum(len(part.lines) + part.more for part in parts)
    context: dict[str, Any] = {"parts": parts, "count": count, "stop": stop, "mine": mine, "first": parts[0]}
    try:
        mail.send(user, "following/mails/digest", headers=headers, **context)
    except (SMTPException, OSError):
        for row, seen, sent in before:
            type(row).objects.filter(pk=row.pk).update(seen_until=seen, sent_on=sent)
        raise
    return 1


def _told(row: Row, now: datetime.datetime, day: datetime.date) -> bool:
    """Note that it is told; False when somebody else has done so meanwhile."""
    same = type(row).objects.filter(pk=row.pk, seen_until=row.seen_until)
    return bool(same.update(seen_until=now, sent_on=day))
