"""A survey is opened, given more time, closed, opened again, or deleted as a draft."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.arc import public as arc
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from ...models import Survey
from ..readiness import missing
from ..times import in_zone
from .locking import locked, touched, was_opened


class NotReady(DomainError):
    """The survey lacks something. ``problems`` are sentences, one for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def set_survey_times(
    survey: Survey,
    *,
    opens: datetime.datetime | None,
    closes: datetime.datetime | None,
    by: User,
    revision: int | None = None,
) -> Survey:
    """When it opens and closes, by the clock of its zone; None: when somebody says so.

    Refuses a closing before the opening or in the past, and another opening once it has opened.
    """
    survey = locked(survey, revision)
    opens_at = in_zone(opens, survey.time_zone) if opens else None
    closes_at = in_zone(closes, survey.time_zone) if closes else None
    now = timezone.now()
    has_begun = survey.state != Survey.State.DRAFT and (survey.opens_at is None or survey.opens_at <= now)
    if has_begun and opens_at != survey.opens_at:
        raise DomainError(_("The survey has opened: its opening stays. It can be closed, or given more time."))
    if closes_at and opens_at and closes_at <= opens_at:
        raise DomainError(_("A survey closes after it opens."))
    if closes_at and closes_at != survey.closes_at and closes_at <= now:
        raise DomainError(_("The closing time has passed. Choose a later one, or close the survey now."))
    survey.opens_at, survey.closes_at = opens_at, closes_at
    touched(survey, "times of survey set", by=by, opens=_iso(opens_at), closes=_iso(closes_at))
    return survey


@transaction.atomic
def open_survey(survey: Survey, *, by: User) -> Survey:
    """Let it be answered, from its opening time on. Refuses an incomplete one, a sentence for each problem."""
    survey = locked(survey)
    if survey.state != Survey.State.DRAFT:
        raise DomainError(_("This survey was opened already."))
    if problems := [str(one.sentence) for one in missing(survey)]:
        raise NotReady(problems)
    survey.state, survey.opened_at = Survey.State.OPEN, timezone.now()
    touched(survey, "survey opened", by=by)
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, by: User | None) -> Survey:
    """Take no more answers, from now on. Refuses one that is not open."""
    survey = locked(survey)
    if survey.state != Survey.State.OPEN:
        raise DomainError(_("This survey is not open."))
    now = timezone.now()
    survey.state = Survey.State.CLOSED
    if survey.closes_at is None or survey.closes_at > now:
        survey.closes_at = now
    if survey.opens_at and survey.opens_at > survey.closes_at:
        survey.opens_at = None
    touched(survey, "survey closed", by=by)
    return survey


@transaction.atomic
def reopen_survey(survey: Survey, *, closes: datetime.datetime | None, by: User) -> Survey:
    """Take answers again, or for longer, until ``closes`` by the clock of its zone (None: until somebody closes it).

    Refuses a draft, and a closing that has passed or is earlier than the present one.
    """
    survey = locked(survey)
    if survey.state == Survey.State.DRAFT:
        raise DomainError(_("This survey was never opened."))
    now = timezone.now()
    moment = in_zone(closes, survey.time_zone) if closes else None
    if moment and moment <= now:
        raise DomainError(_("The closing time has passed. Choose a later one."))
    is_open = survey.state == Survey.State.OPEN and survey.closes_at and survey.closes_at > now
    if is_open and moment and survey.closes_at and moment <= survey.closes_at:
        raise DomainError(_("Nobody's time is cut short: the new closing must be later than the present one."))
    before, survey.closes_at, survey.state = survey.closes_at, moment, Survey.State.OPEN
    touched(survey, "survey given more time", by=by, before=_iso(before), closes=_iso(moment))
    return survey


@transaction.atomic
def delete_survey(survey: Survey, *, by: User) -> None:
    """A draft goes for good, with its questions; the audit trail remembers it. Refuses one that was ever opened."""
    survey = locked(survey)
    if was_opened(survey):
        raise DomainError(_("This survey was open. It can be closed; what was answered stays."))
    audit.record("survey deleted", target=survey, by=by)
    arc.forget_thing(survey.uuid, by=by)
    try:
        survey.delete()
    except ProtectedError as error:
        raise DomainError(_("Somebody has answered this survey already. It is not deleted.")) from error


def _iso(moment: datetime.datetime | None) -> str:
    return moment.isoformat() if moment else ""
