"""What is kept of a person who answers, and what is not: decided here and nowhere else (docs/decisions/0031).

A response has no user, no address, no time finer than a day and no token once it is sent; where people were invited
by name it has no day either. A personal link is the invitation's number signed with the house's key, so no database
holds it. That it was used is a mark made from the link: from the rows alone nobody can tell whose it is, and the
marks stand in the order of the alphabet, so they tell no order either. Sent responses are new rows with numbers drawn
by lot: they remember no draft.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.keys import digest
from kotokaari.people.public import Place

from ..models import Answer, Invitation, Question, Response, Survey, UsedLinks
from .asking import Sheet, Values, kept


class LinkUsed(DomainError):
    """This personal link was used before."""


def new_token() -> str:
    """What a draft is found by; only its browser, and who copied its address, has it."""
    return secrets.token_urlsafe(24)


def _signed(*parts: object) -> str:
    words = "\n".join(map(str, parts)).encode()
    made = hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made)[:32].decode()


def link_token(invitation: Invitation) -> str:
    """The secret part of a personal link: made anew whenever it is written, kept nowhere."""
    return _signed("a personal link of a survey", invitation.survey_id, invitation.pk)


def address_digest(survey: Survey, address: str) -> str:
    """An address that wants no letters, as it is remembered."""
    return _signed("wants no letters", survey.pk, address.strip().casefold())


def mark_of(token: str) -> str:
    """The mark that a personal link leaves; its invitation's row cannot be told from it without the house's key."""
    return _signed("a used link", token)


def invitation_of(survey: Survey, token: str) -> Invitation | None:
    """The invitation of a personal link; None when there is none."""
    if not token or len(token) > 64:
        return None
    return Invitation.objects.filter(survey=survey, token_digest=digest(token)).first()


def was_used(survey: Survey, token: str) -> bool:
    """Whether this personal link was used."""
    return mark_of(token) in _marks(survey)


def _marks(survey: Survey) -> list[str]:
    return next(iter(UsedLinks.objects.filter(survey=survey).values_list("marks", flat=True)), [])


def count_used(survey: Survey) -> int:
    """How many personal links were used. One query."""
    return len(_marks(survey))


def not_used(survey: Survey, invitations: Iterable[Invitation]) -> list[Invitation]:
    """Those that still may answer: asked only by who writes reminders, and kept nowhere. One query."""
    marks = set(_marks(survey))
    return [one for one in invitations if mark_of(link_token(one)) not in marks]


@transaction.atomic
def keep(sheet: Sheet, draft: Response, values: Values, *, link: str = "") -> None:
    """A draft becomes a response. Raises LinkUsed.

    ``link`` is the personal link of who answers: it leaves its mark and is forgotten.
    """
    survey = sheet.survey
    box = _box(survey) if link else None
    if box is not None:
        if mark_of(link) in box.marks:
            raise LinkUsed(_("This personal link was used already. Each link takes one answer."))
        box.marks = sorted([*box.marks, mark_of(link)])
        box.save(update_fields=["marks"])
    gone, _each = Response.objects.filter(pk=draft.pk, is_sent=False).delete()
    if not gone:
        raise LinkUsed(_("This was sent already."))
    store(sheet, values, way=Response.Way.WEB, language=draft.language)


def store(sheet: Sheet, values: Values, *, way: str, language: str) -> Response:
    """A response as it is kept: what was asked and answered, and nothing about who or when beside the day."""
    survey, values = sheet.survey, kept(sheet, values)
    questions = {question.code: question for question in sheet.questions}
    response = Response.objects.create(
        survey=survey,
        language=language,
        way=way,
        is_sent=True,
        sent_on=None if names_people(survey) else timezone.localdate(),
        saved_on=None,
        profession=_of_type(questions, values, Question.Type.PROFESSION)[:60],
        municipality=Place.objects.filter(
            code=_of_type(questions, values, Question.Type.MUNICIPALITY), level=Place.Level.MUNICIPALITY
        ).first(),
    )
    Answer.objects.bulk_create(
        Answer(response=response, question=questions[code], value=value) for code, value in sorted(values.items())
    )
    return response


def names_people(survey: Survey) -> bool:
    """Whether somebody was invited by name: then a response has not even a day."""
    return survey.is_by_invitation or Invitation.objects.filter(survey=survey).exists()


def _box(survey: Survey) -> UsedLinks:
    """The marks of a survey, locked until the transaction ends."""
    UsedLinks.objects.get_or_create(survey=survey)
    return UsedLinks.objects.select_for_update().get(survey=survey)


def _of_type(questions: dict[str, Question], values: Values, type: str) -> str:
    found = (str(value) for code, value in values.items() if questions[code].type == type)
    return next(found, "")


def statement(survey: Survey) -> list[str]:
    """What is kept of who answers, in plain words, for this survey."""
    if not survey.is_anonymous:
        return [
            _(
                "Your answers are not anonymous: the questions may ask who you are, and what you write is kept as it is."
            ),
            _("No account is needed. Your network address is not kept."),
        ]
    told = [
        _("You answer anonymously. Your name, account, e-mail and network address are not kept with your answers."),
        _("Kept are your answers and the language you answer in."),
    ]
    if names_people(survey):
        told.append(_("The day you answer is not kept, for people were invited by name."))
        told.append(
            _("We know how many personal links were used. Whose answers are whose nobody can tell, we neither.")
        )
    else:
        told.append(_("Of the time only the day you send is kept."))
    told.append(
        _("Until you send, your answers wait in a draft that only this browser, or the link you take, leads to.")
    )
    told.append(_("Write nothing into open answers from which you or others can be known."))
    return told
