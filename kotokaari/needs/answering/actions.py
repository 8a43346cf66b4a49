"""What happens while somebody answers. Nobody is named: see anonymity.py."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.keys import digest

from ..models import Answer, Response, Survey
from . import anonymity, timing
from .asking import Sheet, Typed, Values, asked, missing


class NotOpen(DomainError):
    """The survey takes no answers now."""


class NotWhole(DomainError):
    """Something that must be answered is not; ``problems`` by the question's code."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(_("Something is still to be answered."))
        self.problems = problems


def begin_response(survey: Survey, *, language: str) -> str:
    """A new draft; gives its token, which is kept nowhere else. Raises NotOpen."""
    if not timing.is_open(survey):
        raise NotOpen(_("This survey takes no answers now."))
    token = anonymity.new_token()
    Response.objects.create(survey=survey, token_digest=digest(token), language=language)
    return token


def choose_language(draft: Response, *, language: str) -> None:
    """Go on in another language."""
    draft.language = language
    Response.objects.filter(pk=draft.pk, is_sent=False).update(language=language)


@transaction.atomic
def save_answers(sheet: Sheet, draft: Response, typed: Typed) -> Values:
    """Keep what was typed in a draft, what was emptied is forgotten; gives all its values. Raises NotOpen."""
    if not timing.takes_drafts(sheet.survey):
        raise NotOpen(_("This survey is closed."))
    locked = Response.objects.select_for_update().filter(pk=draft.pk, is_sent=False)
    if not locked.exists():
        raise NotOpen(_("This was sent already."))
    ids = {question.code: question.pk for question in sheet.questions}
    written = [ids[code] for code in typed.values]
    Answer.objects.filter(response=draft, question__in=written).delete()
    Answer.objects.bulk_create(
        Answer(response=draft, question_id=ids[code], value=value)
        for code, value in typed.values.items()
        if value is not None
    )
    locked.update(saved_on=timezone.localdate())
    return values_of(draft)


def values_of(draft: Response) -> Values:
    """What a draft holds, by the question's code. One query."""
    return dict(Answer.objects.filter(response=draft).values_list("question__code", "value"))


def send_response(sheet: Sheet, draft: Response, *, link: str = "") -> None:
    """The draft becomes a response. Raises NotOpen, NotWhole, anonymity.LinkUsed."""
    survey = sheet.survey
    if not timing.takes_drafts(survey):
        raise NotOpen(_("This survey is closed."))
    if survey.is_by_invitation and (not link or anonymity.invitation_of(survey, link) is None):
        raise NotOpen(_("Open the personal link of your invitation once more to send: your answers are kept."))
    values = values_of(draft)
    problems: dict[str, str] = {}
    for page in asked(sheet, values):
        problems |= missing(page.questions, values)
    if problems:
        raise NotWhole(problems)
    anonymity.keep(sheet, draft, values, link=link)


def discard_response(draft: Response) -> None:
    """Throw a draft away."""
    Response.objects.filter(pk=draft.pk, is_sent=False).delete()
