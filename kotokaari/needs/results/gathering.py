"""What was answered, fetched at once: a handful of queries however many answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac

from kotokaari.foundation.access import require

from ..logic.themes import Answer as Marks
from ..logic.withholding import LEAST, tellable
from ..models import Answer, Question, Response, Survey
from ..permissions import can_read_results

OTHERS = "others"  # categories of fewer than five, taken together
NOT_TOLD = "not-told"
OTHER = "other"  # «something else», whatever words were written for it


def survey_run_by(user: Any, key: str) -> Survey:
    """The survey: 404 for anyone who should not know it exists, 403 for those who do not run it. Two queries or three."""
    found = get_object_or_404(Survey.objects.visible_to(user).select_related("organisation"), key=key)
    require(can_read_results(user, found))
    return found


@dataclass(frozen=True, slots=True)
class Person:
    """A sent response, without anything to know it by: its place in the order, its profession and municipality."""

    pk: int
    profession: str
    municipality: int | None


@dataclass(eq=False)
class Gathered:
    """A survey's questions and sent answers. With fewer than five responses there are none."""

    survey: Survey
    questions: list[Question]
    people: list[Person]
    values: dict[int, list[tuple[int, Any]]] = field(default_factory=dict)  # by question: (response, value)

    @property
    def is_enough(self) -> bool:
        """Five or more: else nothing is told."""
        return len(self.people) >= LEAST

    @cached_property
    def professions(self) -> dict[str, int]:
        """How many of each profession; those that may not be told of together as ``OTHERS``."""
        return together(Counter(one.profession or NOT_TOLD for one in self.people), self.profession_codes)

    @cached_property
    def municipalities(self) -> dict[int | str, int]:
        """How many of each municipality (key of the place); those that may not be told of together as ``OTHERS``."""
        return together(Counter(one.municipality or NOT_TOLD for one in self.people), [])

    @cached_property
    def profession_question(self) -> Question | None:
        """The question that asks for the professional field."""
        return next((one for one in self.questions if one.type == Question.Type.PROFESSION), None)

    @cached_property
    def profession_codes(self) -> list[str]:
        """The professions one could choose."""
        question = self.profession_question
        return [choice.code for choice in question.choices.all()] if question else []

    @property
    def sizes(self) -> dict[str, float]:
        """How many work in each profession, as entered; empty when that is not known of all."""
        question = self.profession_question
        entered = (question.settings or {}).get("sizes") or {} if question else {}
        return {code: float(entered[code]) for code in self.profession_codes if code in entered}

    def profession_of(self, one: Person) -> str:
        """As it may be told."""
        code = one.profession or NOT_TOLD
        return code if code in self.professions else OTHERS

    def municipality_of(self, one: Person) -> int | str:
        """As it may be told."""
        code = one.municipality or NOT_TOLD
        return code if code in self.municipalities else OTHERS


def together(counts: Counter[Any], known: list[Any]) -> dict[Any, int]:
    """Counts that may be told, the others as one; nothing under five is told, nor can it be worked out."""
    whole = {**dict.fromkeys(known, 0), **counts}
    told = {code: count for code, count in tellable(whole).items() if count is not None}
    rest = sum(whole.values()) - sum(told.values())
    return {**told, OTHERS: rest} if rest else told


def gather(survey: Survey) -> Gathered:
    """All that was sent. Four queries, one when fewer than five answered."""
    rows = Response.objects.filter(survey=survey, is_sent=True).order_by("pk")
    told = rows.values_list("pk", "profession", "municipality_id")
    people = [Person(pk, OTHER if words.startswith(f"{OTHER}:") else words, place) for pk, words, place in told]
    if len(people) < LEAST:
        return Gathered(survey, [], [])
    found = Gathered(survey, questions_of(survey), people)
    answers = Answer.objects.filter(response__survey=survey, response__is_sent=True)
    marks = answers.exclude(question__type=Question.Type.TEXT).order_by("response_id")
    for question, response, value in marks.values_list("question_id", "response_id", "value"):
        found.values.setdefault(question, []).append((response, value))
    return found


def questions_of(survey: Survey) -> list[Question]:
    """Its questions in the order they are asked, with their choices. Two queries."""
    rows = survey.questions.select_related("section").prefetch_related("choices")
    return list(rows.order_by("section__order", "section_id", "order", "id"))


def version_of(survey: Survey) -> tuple[int, int, int]:
    """Changes when what was sent does. One query."""
    sent = Response.objects.filter(survey=survey, is_sent=True)
    found = sent.aggregate(many=Count("pk"), last=Max("pk"), changes=Sum("revision"))
    return found["many"], found["last"] or 0, found["changes"] or 0


def texts_of(question: Question) -> list[Answer]:
    """The open answers to a question in an order that tells nothing, by a mark that leads to no response. One query."""
    rows = Answer.objects.filter(question=question, response__is_sent=True).select_related("response")
    return sorted((row for row in rows if str(row.value).strip()), key=lambda row: mark_of(row.pk))


def mark_of(answer: int) -> str:
    """What an open answer is called in addresses and forms: numbers of rows would say which belong together."""
    return salted_hmac("kotokaari.needs.answer", str(answer)).hexdigest()[:16]


def text_counts(survey: Survey) -> dict[int, int]:
    """How many wrote something, by open question. One query."""
    rows = survey.questions.filter(type=Question.Type.TEXT)
    counted = rows.annotate(many=Count("answers", filter=Q(answers__response__is_sent=True)))
    return dict(counted.values_list("pk", "many"))


def item_names(questions: list[Question]) -> dict[tuple[int, str], str]:
    """The name of each item of a matrix in files and reckonings, by question and code: its code, where that is one alone."""
    items = [(one, choice) for one in questions if one.type == Question.Type.MATRIX for choice in one.choices.all()]
    many = Counter(choice.code for _one, choice in items)
    return {
        (one.pk, choice.code): choice.code if many[choice.code] == 1 else f"{one.code}-{choice.code}"
        for one, choice in items
    }


def marks_of(found: Gathered) -> list[Marks]:
    """Importance and today, one row a respondent and item: what the theme finder takes, on the page as from the file.

    Respondents are numbered in an order drawn by lot; a municipality is named nowhere, a profession where five of it answered.
    """
    number = {one.pk: (f"r{at}", found.profession_of(one)) for at, one in enumerate(found.people, 1)}
    names = item_names(found.questions)
    rows = []
    for question in found.questions:
        if question.type != Question.Type.MATRIX:
            continue
        for response, value in found.values.get(question.pk, []):
            for code, marks in (value if isinstance(value, dict) else {}).items():
                if (question.pk, code) in names and isinstance(marks, dict):
                    both = (_mark(marks.get("importance")), _mark(marks.get("current")))
                    rows.append(Marks(*number[response], "", names[question.pk, code], *both))
    return rows


def _mark(value: Any) -> int | None:
    return value if isinstance(value, int) and 1 <= value <= 5 else None
