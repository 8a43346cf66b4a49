"""What a call asks. Once somebody may have begun to answer, wordings may be mended, but the questions stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User
from kotokaari.rubrics.public import Criterion

from ..marks import mark_of_question
from ..models import CONSENT, Call, Question
from .locking import ChangedMeanwhile, has_opened, locked, touched

WORDING = {"section", "label", "help"}
FACTS = {*WORDING, "type", "choices", "is_required", "words_least", "words_most"}
NEEDED = ("title", "summary")
CONSENT_WORDS = TranslatedText.of(
    "fi",
    "Organisaatiomme antaa luvan julkaista käytännön, sen kuvat ja aineistot.",
    sv="Vår organisation ger tillstånd att publicera praxisen, dess bilder och material.",
    en="Our organisation lets the practice, its pictures and its materials be published.",
)


@transaction.atomic
def add_question(
    call: Call, *, by: User, field: str = "", serves: Iterable[Criterion] = (), code: str = "", **facts: Any
) -> Question:
    """Ask one thing more: a ``field`` of the practice record, or a question of the call's own.

    Refused once the call has opened, for a field that is asked already, and for an own question without words.
    """
    call = locked(call)
    _refuse_opened(call)
    _refuse_unknown(facts)
    if field and field not in RECORD_FIELDS:
        raise DomainError(_("The practice record has no such field."))
    if field and call.questions.filter(field=field).exists():
        raise DomainError(_("The call asks that already."))
    last = call.questions.aggregate(last=Max("order"))["last"]
    question = Question(call=call, field=field, order=0 if last is None else last + 1)
    question.code = _free_code(call, code or field or str(facts.get("label") or ""))
    _set(question, facts)
    question.save()
    question.serves.set(_of_rubric(call, serves))
    touched(call, "question added", by=by, question=question.code)
    return question


def _free_code(call: Call, wanted: str) -> str:
    base = slugify(wanted.replace("_", "-"))[:50].strip("-") or "question"
    taken = set(call.questions.values_list("code", flat=True))
    number, code = 2, base
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


@transaction.atomic
def edit_question(
    question: Question, *, by: User, serves: Iterable[Criterion] | None = None, was: str | None = None, **facts: Any
) -> Question:
    """Change a question. Once the call has opened only its wording: heading, question and guidance.

    Refuses where it says something else than ``was``, the mark of what the form was opened with.
    """
    call = locked(question.call)
    question = Question.objects.select_for_update().get(pk=question.pk)
    question.call = call
    if was is not None and was != mark_of_question(question):
        raise ChangedMeanwhile(
            _("Somebody else changed this question meanwhile. What you typed stands below: compare, and save again.")
        )
    _refuse_unknown(facts)
    changed = {name for name, value in facts.items() if getattr(question, name) != value}
    if changed - WORDING and has_opened(call):
        raise DomainError(
            _("The call is open, and people answer what was asked. The wording can be mended; the rest stays.")
        )
    _set(question, facts)
    question.save()
    if serves is not None:
        question.serves.set(_of_rubric(call, serves))
    touched(call, "question edited", by=by, question=question.code, changed=sorted(changed))
    return question


def _set(question: Question, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(question, name, value)
    if question.field:
        question.type, question.choices = "", []
        if question.field in NEEDED:
            question.is_required = True
    else:
        _refuse_own_without_words(question)
    least, most = question.words_least, question.words_most
    if least and most and least > most:
        raise DomainError(_("The least number of words is more than the most."))


def _refuse_own_without_words(question: Question) -> None:
    if question.type not in Question.Type.values:
        raise DomainError(_("Say what kind of answer the question takes."))
    if not question.label:
        raise DomainError(_("An own question needs its words."))
    if question.type in (Question.Type.CHOICE, Question.Type.MANY):
        if len(question.choices) < 2:
            raise DomainError(_("A question with choices needs at least two of them."))
    else:
        question.choices = []


@transaction.atomic
def move_question(question: Question, *, to: int, by: User) -> Question:
    """Put a question at place ``to`` (0 is the first). Refused once the call has opened."""
    call = locked(question.call)
    _refuse_opened(call)
    rows = list(call.questions.all())
    moved = next((row for row in rows if row.pk == question.pk), None)
    if moved is None:
        raise DomainError(_("This question was removed meanwhile."))
    rows.remove(moved)
    rows.insert(max(0, min(to, len(rows))), moved)
    for order, row in enumerate(rows):
        row.order = order
    Question.objects.bulk_update(rows, ["order"])
    touched(call, "question moved", by=by, question=moved.code, to=moved.order)
    return moved


@transaction.atomic
def remove_question(question: Question, *, by: User) -> Call:
    """Ask it no more. Refused once the call has opened."""
    call = locked(question.call)
    _refuse_opened(call)
    code = question.code
    call.questions.filter(pk=question.pk).delete()
    touched(call, "question removed", by=by, question=code)
    return call


@transaction.atomic
def take_questions_of_rubric(call: Call, *, by: User) -> int:
    """Ask what the rubric's criteria and gates read, in the record's order, each beside the criteria it serves.

    What is asked already stays as it is. Returns how many were added; refuses when there was nothing to add.
    """
    call = locked(call)
    _refuse_opened(call)
    criteria = list(call.rubric.criteria.all())
    wanted = {name for criterion in criteria for name in criterion.reads}
    wanted |= {name for gate in call.rubric.gates.all() for name in gate.reads}
    wanted |= {name for name, field in RECORD_FIELDS.items() if field.needed_to_publish}
    asked = set(call.questions.values_list("field", flat=True))
    order = call.questions.count()
    added = 0
    for name, field in RECORD_FIELDS.items():
        if name not in wanted or name in asked:
            continue
        question = Question.objects.create(
            call=call,
            field=name,
            code=_free_code(call, name),
            order=order + added,
            is_required=field.needed_to_publish,
        )
        question.serves.set([one for one in criteria if name in one.reads])
        added += 1
    if not added:
        raise DomainError(_("The call asks everything its rubric reads already."))
    touched(call, "questions of rubric taken", by=by, count=added)
    return added


@transaction.atomic
def ask_for_consent(call: Call, *, by: User) -> Question:
    """Ask the yes-or-no question by which the house looks up whether a submission may be published."""
    facts: dict[str, Any] = {"type": Question.Type.FLAG, "label": CONSENT_WORDS, "is_required": True}
    return add_question(call, code=CONSENT, by=by, **facts)


def _of_rubric(call: Call, serves: Iterable[Criterion]) -> list[Criterion]:
    return [criterion for criterion in serves if criterion.rubric_id == call.rubric_id]


def _refuse_opened(call: Call) -> None:
    if has_opened(call):
        raise DomainError(_("The call is open, and people answer what was asked: the questions stay."))


def _refuse_unknown(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"a question has no {', '.join(sorted(unknown))} to set")
