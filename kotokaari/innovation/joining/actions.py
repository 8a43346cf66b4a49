"""What can happen to somebody's taking part."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.keys import digest
from kotokaari.innovation.models import Day, Participant
from kotokaari.people.public import User

from . import mails, queries
from .codes import new_token

State = Participant.State
FACTS = (
    "name",
    "email",
    "profession",
    "municipality",
    "organisation_text",
    "language",
    "languages",
    "access_needs",
    "is_remote",
    "wishes",
)
PERSONAL = ("name", "email", "organisation_text", "access_needs")


def _locked(day: Day) -> Day:
    return Day.objects.select_for_update(of=("self",)).select_related("channel").get(pk=day.pk)


def _checked(day: Day, facts: dict[str, Any], agrees: bool) -> dict[str, Any]:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"a participant has no {', '.join(sorted(unknown))}")
    if any(facts.get(name) for name in PERSONAL) and not agrees:
        raise DomainError(_("Agree to your details being kept until that day, or leave out name, address and needs."))
    themes = set(day.themes.values_list("pk", flat=True)) if facts.get("wishes") else set()
    if facts.get("wishes"):
        facts["wishes"] = list(dict.fromkeys(wish for wish in facts["wishes"] if wish in themes))
    return facts


@transaction.atomic
def sign_up(day: Day, *, agrees: bool, **facts: Any) -> tuple[Participant, str]:
    """Take somebody in, or put her on the waiting list when it is full; gives her and the secret of her own link.

    Refused: sign-up is not open or is over, and personal details without her agreement.
    """
    day = _locked(day)
    if day.state != Day.State.OPEN or (day.sign_up_until and timezone.now() >= day.sign_up_until):
        raise DomainError(_("Sign-up for this day is over. Ask whoever holds it."))
    state = State.SIGNED_UP if queries.places_left(day) else State.WAITING
    participant, token = _made(day, _checked(day, facts, agrees), state, agrees)
    transaction.on_commit(partial(mails.signed_up, participant, token))
    return participant, token


def _made(day: Day, facts: dict[str, Any], state: str, agrees: bool) -> tuple[Participant, str]:
    token = new_token()
    now = timezone.now()
    participant = Participant.objects.create(
        day=day,
        token_digest=digest(token),
        state=state,
        agreed_at=now if agrees else None,
        checked_in_at=now if state == State.HERE else None,
        **facts,
    )
    return participant, token


@transaction.atomic
def join_now(day: Day, *, agrees: bool = False, **facts: Any) -> tuple[Participant, str]:
    """Somebody comes without having signed up; she is here from now on. Refused before sign-up opens and after the day."""
    day = _locked(day)
    _refuse_not_on(day)
    return _made(day, _checked(day, facts, agrees), State.HERE, agrees)


def _refuse_not_on(day: Day) -> None:
    if day.state not in (Day.State.OPEN, Day.State.RUNNING):
        raise DomainError(_("This day is not open."))


@transaction.atomic
def change_sign_up(participant: Participant, *, agrees: bool, **facts: Any) -> Participant:
    """Change what one has said. Refused once the day is over, and personal details without agreement."""
    day = _locked(participant.day)
    _refuse_not_on(day)
    for name, value in _checked(day, facts, agrees).items():
        setattr(participant, name, value)
    participant.agreed_at = (participant.agreed_at or timezone.now()) if agrees else None
    participant.save()
    return participant


@transaction.atomic
def withdraw(participant: Participant) -> Participant:
    """She does not come; what she said of herself is erased at once, and whoever waited longest moves up."""
    day = _locked(participant.day)
    if participant.state == State.WITHDRAWN:
        raise DomainError(_("You have withdrawn already."))
    for name in PERSONAL:
        setattr(participant, name, "")
    participant.state, participant.wishes, participant.agreed_at = State.WITHDRAWN, [], None
    participant.save()
    _move_up(day)
    return participant


def _move_up(day: Day) -> None:
    if day.state != Day.State.OPEN:
        return
    while queries.places_left(day) and (waiting := queries.next_waiting(day)):
        waiting.state = State.SIGNED_UP
        waiting.save(update_fields=["state"])
        transaction.on_commit(partial(mails.moved_up, waiting))


@transaction.atomic
def check_in(participant: Participant, *, by: User | None = None) -> Participant:
    """She is here: seen at the door, or come in by her own phone. Safe to say twice."""
    day = _locked(participant.day)
    _refuse_not_on(day)
    if participant.state != State.HERE:
        participant.state, participant.checked_in_at = State.HERE, timezone.now()
        participant.save(update_fields=["state", "checked_in_at"])
    return participant


@transaction.atomic
def undo_check_in(participant: Participant, *, by: User) -> Participant:
    """She is not here after all."""
    _refuse_not_on(_locked(participant.day))
    participant.state, participant.checked_in_at = State.SIGNED_UP, None
    participant.save(update_fields=["state", "checked_in_at"])
    return participant


@transaction.atomic
def mark_absent(participant: Participant, *, by: User) -> Participant:
    """She did not come. Refused for somebody who is here."""
    _refuse_not_on(_locked(participant.day))
    if participant.state == State.HERE:
        raise DomainError(_("She is here: undo the check-in first."))
    participant.state = State.ABSENT
    participant.save(update_fields=["state"])
    return participant


@transaction.atomic
def new_own_link(participant: Participant, *, by: User) -> str:
    """A new own link, when the old one is lost; the old one and the own code hold no more."""
    token = new_token()
    participant.token_digest = digest(token)
    participant.save(update_fields=["token_digest"])
    audit.record("own link renewed", target=participant.day, by=by)
    return token


@transaction.atomic
def erase_people(day: Day, *, now: datetime.datetime | None = None) -> int:
    """Names, addresses and needs of everybody who took part go; professions and municipalities stay for the figures."""
    count = day.participants.update(**dict.fromkeys(PERSONAL, ""), agreed_at=None)
    Day.objects.filter(pk=day.pk).update(people_erased_at=now or timezone.now())
    audit.record("participants erased", target=day, by=None, count=count)
    return count


@transaction.atomic
def erase_needs(day: Day) -> int:
    """What people wrote of their access needs goes: the day is over."""
    return day.participants.exclude(access_needs="").update(access_needs="")
