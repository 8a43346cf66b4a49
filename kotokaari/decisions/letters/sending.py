"""Letters go out one by one, each claimed before it is handed over: killed at any moment, nothing is sent twice.

A letter is marked as being sent before the mail server hears of it, and as sent after. When the work is killed
between the two, or the line breaks, nobody knows whether it went; it is then left for a person to settle, never sent
again by itself.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from kotokaari.foundation import mail

from ..actions.publishing import tie_answered
from ..models import Decision, Letter, Mailing

_log = structlog.get_logger(__name__)
State = Letter.State
MOST_TRIES = 5


def launch(mailing: UUID) -> None:
    """Send in a process of its own, so that pages stay quick. Where no mail server is set, its output shows the letters."""
    command = [sys.executable, "-m", "kotokaari", "letters", str(mailing)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - fixed words
    threading.Thread(target=process.wait, daemon=True).start()


def work(uuid: UUID) -> Mailing | None:
    """Send every letter that waits in the call of a mailing; None when there is nothing to do."""
    begun = Mailing.objects.filter(uuid=uuid, state=Mailing.State.WAITING)
    if not begun.update(state=Mailing.State.RUNNING, alive_at=timezone.now()):
        return None
    mailing = Mailing.objects.get(uuid=uuid)
    try:
        while not _stopped(mailing) and (letter := _next(mailing.call_id)):
            send(letter)
            Mailing.objects.filter(pk=mailing.pk).update(alive_at=timezone.now())
    except Exception:
        _log.exception("sending letters failed")
        return _end(mailing, Mailing.State.FAILED)
    return _end(mailing, Mailing.State.STOPPED if _stopped(mailing) else Mailing.State.DONE)


def send(letter: Letter) -> Letter:
    """Claim one letter and hand it over. What fails is kept with its trouble; another who claimed it first sends it."""
    now = timezone.now()
    claimed = Letter.objects.filter(pk=letter.pk, state=State.QUEUED)
    if not claimed.update(state=State.SENDING, tried_at=now, tries=F("tries") + 1):
        return letter
    letter.refresh_from_db()
    if refusal := _refusal(letter):
        return _failed(letter, refusal)
    assert letter.to is not None
    try:
        mail.deliver(letter.to.email, subject=letter.subject, body=letter.body, headers=headers_of(letter))
    except mail.Unsure as error:  # it stays claimed: a person says whether it went
        _log.warning("nobody knows whether a letter went", letter=str(letter.uuid), why=str(error))
        Letter.objects.filter(pk=letter.pk).update(trouble=str(error)[:300])
        letter.refresh_from_db()
        return letter
    except OSError as error:
        _log.warning("a letter could not be sent", letter=str(letter.uuid), why=str(error))
        return _failed(letter, f"{type(error).__name__}: {error}")
    Letter.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=timezone.now(), trouble="")
    letter.refresh_from_db()
    answered(letter)
    return letter


def headers_of(letter: Letter) -> dict[str, str]:
    """A letter keeps its own Message-ID, so that mail servers know a second handing over of the same."""
    host = urlsplit(settings.BASE_URL).hostname or "kotokaari"
    return {"Message-ID": f"<{letter.uuid}@{host}>", "Content-Language": letter.language}


def answered(letter: Letter) -> None:
    """From its first letter on, authors may read the decision."""
    if Decision.objects.filter(pk=letter.decision_id, answered_at=None).update(answered_at=timezone.now()):
        tie_answered(letter.decision)


def retry_failed() -> int:
    """Once a day: try again what failed, a few times. Gives how many went."""
    went = 0
    failed = Letter.objects.filter(state=State.FAILED, tries__lt=MOST_TRIES, to__is_active=True)
    for letter in failed.select_related("decision", "to"):
        if letter.decision.decided_at != letter.decided_at:
            continue
        Letter.objects.filter(pk=letter.pk, state=State.FAILED).update(state=State.QUEUED)
        went += send(letter).state == State.SENT
    return went


def _next(call: int) -> Letter | None:
    waiting = Letter.objects.filter(decision__submission__call=call, state=State.QUEUED, to__isnull=False)
    return waiting.select_related("decision", "to").order_by("pk").first()


def _refusal(letter: Letter) -> str:
    """Why it may not go any more, kept as its trouble; "" when it may."""
    decision = Decision.objects.select_related("submission").get(pk=letter.decision_id)
    if decision.state != Decision.State.FINAL or decision.decided_at != letter.decided_at:
        return gettext_noop("The decision is being taken anew.")
    if decision.submission.withdrawn_at:
        return gettext_noop("The submission was withdrawn.")
    if letter.to is None or not letter.to.is_active:
        return gettext_noop("The person is no longer here.")
    return ""


def _failed(letter: Letter, trouble: str) -> Letter:
    Letter.objects.filter(pk=letter.pk).update(state=State.FAILED, trouble=trouble[:300])
    letter.refresh_from_db()
    return letter


def _stopped(mailing: Mailing) -> bool:
    return Mailing.objects.filter(pk=mailing.pk, stop_wanted=True).exists()


def _end(mailing: Mailing, state: str) -> Mailing:
    Mailing.objects.filter(pk=mailing.pk).update(state=state, ended_at=timezone.now())
    mailing.refresh_from_db()
    return mailing
