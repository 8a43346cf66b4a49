"""Times by the clock of a survey's zone, and whether it takes answers now."""

from __future__ import annotations

import datetime
import zoneinfo

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.foundation.dates import written_clock, written_day
from kotokaari.foundation.errors import DomainError

from ..answering.timing import is_open as takes_answers
from ..models import Survey

__all__ = ["in_zone", "local", "moment_words", "state_of", "takes_answers", "time_words"]


def in_zone(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """What the clock on the wall in ``zone`` shows, in UTC. Raises DomainError for an hour that summer time leaps over."""
    local = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    there = local.astimezone(datetime.UTC)
    if there.astimezone(local.tzinfo).replace(tzinfo=None) != moment:
        raise DomainError(_("The clocks leap over this hour when summer time begins. Choose another hour."))
    return there


def local(moment: datetime.datetime | None, zone: str) -> datetime.datetime | None:
    """A moment as the clock in ``zone`` shows it."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone)) if moment else None


def moment_words(moment: datetime.datetime, zone: str) -> str:
    """to 17.12.2026 klo 16.15; the zone is told where it is not the reader's."""
    here = moment.astimezone(zoneinfo.ZoneInfo(zone))
    language = (get_language() or "fi")[:2]
    words = {
        "day": f"{formats.date_format(here.date(), 'D')} {written_day(here.date(), language)}",
        "time": written_clock(here, language),
        "zone": zone.replace("_", " "),
    }
    if here.utcoffset() == moment.astimezone(timezone.get_current_timezone()).utcoffset():
        return _("%(day)s at %(time)s") % words
    return _("%(day)s at %(time)s (%(zone)s)") % words


def state_of(survey: Survey, now: datetime.datetime | None = None) -> tuple[str, str]:
    """What it is now, in a word, and the tone of it."""
    now = now or timezone.now()
    if survey.state == Survey.State.DRAFT:
        return _("Draft"), "neutral"
    if takes_answers(survey, now):
        return _("Takes answers"), "success"
    if survey.state == Survey.State.OPEN and survey.opens_at and survey.opens_at > now:
        return _("Opens later"), "info"
    return _("Closed"), "neutral"


def time_words(survey: Survey, now: datetime.datetime | None = None) -> str:
    """When it opens or closes, or closed, in a sentence; "" where nothing is set."""
    now = now or timezone.now()
    if survey.state != Survey.State.CLOSED and survey.opens_at and survey.opens_at > now:
        return _("Opens %(moment)s") % {"moment": moment_words(survey.opens_at, survey.time_zone)}
    if survey.closes_at is None:
        return ""
    words = {"moment": moment_words(survey.closes_at, survey.time_zone)}
    if survey.state == Survey.State.CLOSED or survey.closes_at <= now:
        return _("Closed %(moment)s") % words
    return _("Can be answered until %(moment)s") % words
