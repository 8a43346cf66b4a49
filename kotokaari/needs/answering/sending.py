"""Invitations and reminders go out one by one, each claimed before it is handed over: nothing is sent twice.

Who is reminded is decided at the moment of sending and kept nowhere: every invitation goes through the round, those
whose link was used without a letter. No link is kept: each is made when its letter is written.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import threading
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.foundation import mail

from ..models import Invitation, Mailing, Survey
from . import anonymity, timing

_log = structlog.get_logger(__name__)
State = Invitation.State
SILENCE = datetime.timedelta(minutes=5)
HOUSE = tuple(code for code, _name in settings.LANGUAGES)
Kind = Mailing.Kind


@dataclass(slots=True)
class _Addressee:
    email: str
    language: str


def launch(mailing: int) -> None:
    """Send in a process of its own, so that pages stay quick."""
    command = [sys.executable, "-m", "kotokaari", "needs", "letters", str(mailing)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - fixed words
    threading.Thread(target=process.wait, daemon=True).start()


def to_remind(survey: Survey) -> list[Invitation]:
    """Those whom a letter reached and whose link was not used. Two queries."""
    return anonymity.not_used(survey, Invitation.objects.filter(survey=survey, state=State.SENT).exclude(email=""))


def work(pk: int) -> Mailing | None:
    """Send all that a mailing is about; None when there is nothing to do."""
    begun = Mailing.objects.filter(pk=pk, state=Mailing.State.WAITING)
    if not begun.update(state=Mailing.State.RUNNING, alive_at=timezone.now()):
        return None
    mailing = Mailing.objects.select_related("survey__organisation").get(pk=pk)
    step = _invite_next if mailing.kind == Kind.INVITATIONS else _remind_next
    state = Mailing.State.DONE
    try:
        while timing.is_open(mailing.survey) and step(mailing):
            Mailing.objects.filter(pk=pk).update(alive_at=timezone.now())
    except Exception:
        _log.exception("sending letters of a survey failed")
        state = Mailing.State.FAILED
    Mailing.objects.filter(pk=pk).update(state=state, alive_at=timezone.now())
    mailing.refresh_from_db()
    return mailing


def _invite_next(mailing: Mailing) -> bool:
    """Claim the next invitation and send it; whether there was one."""
    waiting = Invitation.objects.filter(survey=mailing.survey_id, state=State.WAITING)
    one = waiting.order_by("pk").first()
    if one is None:
        return False
    if not waiting.filter(pk=one.pk).update(state=State.SENDING, tries=F("tries") + 1):
        return True
    row = Invitation.objects.filter(pk=one.pk)
    try:
        hand_over(mailing.survey, one, Kind.INVITATIONS)
    except mail.Unsure as error:  # it stays claimed: a person says whether it went
        row.update(trouble=type(error).__name__)
        _count(mailing, "failed")
    except OSError as error:
        row.update(state=State.FAILED, trouble=type(error).__name__)
        _count(mailing, "failed")
    else:
        row.filter(state=State.SENDING).update(state=State.SENT, sent_at=timezone.now(), trouble="")
        _count(mailing, "done")
    return True


def _remind_next(mailing: Mailing) -> bool:
    """Take the next invitation through the round; a letter goes only where the link was not used."""
    ahead = Invitation.objects.filter(survey=mailing.survey_id, state=State.SENT, round__lt=mailing.round)
    one = ahead.order_by("pk").first()
    if one is None:
        return False
    claimed = ahead.filter(pk=one.pk).update(round=mailing.round)
    if not claimed or not one.email or not anonymity.not_used(mailing.survey, [one]):
        return True
    try:
        hand_over(mailing.survey, one, Kind.REMINDERS)
    except OSError:
        _count(mailing, "failed")
    else:
        _count(mailing, "done")
    return True


def _count(mailing: Mailing, name: str) -> None:
    Mailing.objects.filter(pk=mailing.pk).update(**{name: F(name) + 1})


def hand_over(survey: Survey, invitation: Invitation, kind: str) -> None:
    """Write the letter and give it to the mail server. Raises OSError, mail.Unsure."""
    language = invitation.language if invitation.language in HOUSE else "en"
    token = anonymity.link_token(invitation)
    with translation.override(language):
        link = settings.BASE_URL + reverse("needs:invited", args=[survey.key, token])
        refuse = settings.BASE_URL + reverse("needs:refuse", args=[survey.key, token])
        statement = anonymity.statement(survey)
    mail.send(
        _Addressee(invitation.email, language),
        f"needs/mails/{'invitation' if kind == Kind.INVITATIONS else 'reminder'}",
        headers={"List-Unsubscribe": f"<{refuse}>"},
        survey=survey.name.read(invitation.language),
        about=survey.about.read(invitation.language),
        host=survey.organisation.name.read(language),
        closes_at=survey.closes_at,
        link=link,
        refuse=refuse,
        statement=statement,
    )
