"""What a survey asks. Once somebody has answered a question its wording may be mended, but it stays what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from ...logic.conditions import asked_about
from ...models import Choice, Question, Section, Survey
from ..marks import mark_of_question, mark_of_section
from ..plan import Plan, PlannedChoice, PlannedQuestion
from ..taking import planned, scale_labels, write_plan, write_questions
from .locking import ChangedMeanwhile, locked, touched, was_opened

MOST_QUESTIONS, MOST_CHOICES = 300, 200
CODE = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]{0,59}$")
CHOICE_CODE = re.compile(r"^[A-Za-z0-9_-]{1,60}$")
WITH_CHOICES = (
    Question.Type.ONE,
    Question.Type.SEVERAL,
    Question.Type.RANKING,
    Question.Type.MATRIX,
    Question.Type.PROFESSION,
)
FACTS = {"label", "hint", "type", "is_required", "condition", "settings"}


# Sections


@transaction.atomic
def add_section(
    survey: Survey,
    *,
    by: User,
    name: TranslatedText | None = None,
    about: TranslatedText | None = None,
    condition: dict[str, Any] | None = None,
) -> Section:
    """A further page at the end."""
    survey = locked(survey)
    last = survey.sections.last()
    section = Section.objects.create(
        survey=survey,
        order=last.order + 1 if last else 0,
        name=name or TranslatedText(),
        about=about or TranslatedText(),
        condition=condition or {},
    )
    touched(survey, "section added", by=by)
    return section


@transaction.atomic
def edit_section(section: Section, *, by: User, was: str | None = None, **facts: Any) -> Section:
    """Change a section's words and condition. Refuses where it says something else than ``was``, the form's mark."""
    survey = locked(section.survey)
    section = _still_section(section)
    if was is not None and was != mark_of_section(section):
        raise ChangedMeanwhile(
            _("Somebody else changed this section meanwhile. What you typed stands below: compare, and save again.")
        )
    if unknown := set(facts) - {"name", "about", "condition"}:
        raise TypeError(f"a section has no {', '.join(sorted(unknown))} to set")
    if facts.get("condition", section.condition) != section.condition:
        _refuse_answered(section.questions.all(), _("Somebody has answered this section already: its condition stays."))
    for name, value in facts.items():
        setattr(section, name, value)
    section.save()
    touched(survey, "section edited", by=by)
    return section


@transaction.atomic
def move_section(section: Section, *, to: int, by: User) -> Section:
    """Put a section at place ``to`` (0 is the first). Refuses one whose condition would look at what comes later."""
    survey = locked(section.survey)
    rows = list(survey.sections.prefetch_related("questions"))
    _moved(rows, section.pk, to)
    _refuse_looking_ahead([(row, list(row.questions.all())) for row in rows])
    Section.objects.bulk_update(rows, ["order"])
    touched(survey, "section moved", by=by)
    return next(row for row in rows if row.pk == section.pk)


@transaction.atomic
def remove_section(section: Section, *, by: User) -> Survey:
    """Take a section away with its questions. Refused when one of them was answered, or others look at it."""
    survey = locked(section.survey)
    section = _still_section(section)
    questions = list(section.questions.all())
    _refuse_answered(questions, _("Somebody has answered a question of this section: it stays."))
    _refuse_looked_at(survey, {question.code for question in questions}, but=section)
    _deleted(section)
    touched(survey, "section removed", by=by)
    return survey


# Questions


@transaction.atomic
def add_question(
    section: Section, *, by: User, code: str = "", choices: Sequence[PlannedChoice] = (), **facts: Any
) -> Question:
    """Ask one thing more, at the end of a section. Refuses one without words, and a code that is taken."""
    survey = locked(section.survey)
    section = _still_section(section)
    _refuse_unknown(facts)
    taken = set(survey.questions.values_list("code", flat=True))
    if len(taken) >= MOST_QUESTIONS:
        raise DomainError(_("A survey has %(most)d questions at most.") % {"most": MOST_QUESTIONS})
    if code and code in taken:
        raise DomainError(_("Another question has the code “%(code)s”.") % {"code": code})
    code = code or free_code(facts.get("label"), taken)
    question = PlannedQuestion(code=code, choices=list(choices), **facts)
    refuse_unsound(question)
    _refuse_unknown_condition(survey, question.condition, before=None)
    made = write_questions(section, [question])[0]
    touched(survey, "question added", by=by, question=code)
    return made


def free_code(label: TranslatedText | None, taken: set[str]) -> str:
    """A code made of the words, that no other question has."""
    words = slugify(str(label or "")).replace("_", "-")[:40].strip("-")
    base = words if words and words[0].isalpha() else f"q-{words}".rstrip("-")
    if base == "q":
        base = "question"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


@transaction.atomic
def edit_question(
    question: Question,
    *,
    by: User,
    was: str | None = None,
    section: Section | None = None,
    choices: Sequence[PlannedChoice] | None = None,
    **facts: Any,
) -> Question:
    """Change a question; ``section`` moves it to the end of another. Once answered, type and choices' codes stay.

    Refuses where it says something else than ``was``, the mark of what the form was opened with.
    """
    survey = locked(question.survey)
    question = _still_question(question)
    if was is not None and was != mark_of_question(question):
        raise ChangedMeanwhile(
            _("Somebody else changed this question meanwhile. What you typed stands below: compare, and save again.")
        )
    _refuse_unknown(facts)
    after = planned(question)
    for name, value in facts.items():
        setattr(after, name, value)
    if choices is not None:
        after.choices = list(choices)
    refuse_unsound(after)
    _refuse_unknown_condition(survey, after.condition, before=question)
    _refuse_other_question(question, after)
    for name in FACTS:
        setattr(question, name, getattr(after, name))
    if section is not None and section.pk != question.section_id:
        _into_section(question, section)
    question.save()
    _set_choices(question, after.choices)
    if section is not None:
        _refuse_looking_ahead(_in_order(survey))
    touched(survey, "question edited", by=by, question=question.code)
    return question


def _into_section(question: Question, section: Section) -> None:
    if section.survey_id != question.survey_id:
        raise DomainError(_("That section belongs to another survey."))
    last = section.questions.last()
    question.section, question.order = section, last.order + 1 if last else 0


def refuse_unsound(question: PlannedQuestion) -> None:
    """Raise DomainError for what no survey can ask: no words, bad codes, ends of a scale that cross."""
    if question.type not in Question.Type.values:
        raise DomainError(_("Say what kind of answer the question takes."))
    if not question.label:
        raise DomainError(_("A question needs its words."))
    if not CODE.match(question.code):
        raise DomainError(_("A code begins with a letter and has letters a–z, digits, - and _ only."))
    if question.type not in (*WITH_CHOICES, Question.Type.MUNICIPALITY):
        question.choices = []
    if len(question.choices) > MOST_CHOICES:
        raise DomainError(_("A question has %(most)d choices at most.") % {"most": MOST_CHOICES})
    codes = [choice.code for choice in question.choices]
    if len(set(codes)) < len(codes) or any(not CHOICE_CODE.match(code) for code in codes):
        raise DomainError(_("Each choice has a code of its own, of letters a–z, digits, - and _."))
    if any(not choice.label for choice in question.choices):
        raise DomainError(_("Each choice needs its words."))
    _refuse_crossed_scale(question)


def _refuse_crossed_scale(question: PlannedQuestion) -> None:
    if question.type != Question.Type.SCALE:
        return
    low, high = question.settings.get("low", 1), question.settings.get("high", 5)
    if high <= low:
        raise DomainError(_("The upper end of a scale is more than its lower end."))
    if high - low > 100:
        raise DomainError(_("A scale has a hundred steps at most: ask for a number instead."))


def _refuse_other_question(question: Question, after: PlannedQuestion) -> None:
    """Once somebody answered, it stays the same question: type, ends of the scale, condition, choices that stand."""
    if not question.answers.exists():
        return
    if after.type != question.type:
        raise DomainError(_("Somebody has answered this question: its type stays. The wording can be mended."))
    if (after.condition or {}) != (question.condition or {}):
        raise DomainError(_("Somebody has answered this question: when it is asked stays."))
    if any(after.settings.get(name) != (question.settings or {}).get(name) for name in ("low", "high")):
        raise DomainError(_("Somebody has answered this question: the ends of its scale stay."))
    if set(question.choices.values_list("code", flat=True)) - {choice.code for choice in after.choices}:
        raise DomainError(
            _("Somebody has answered this question: its choices stay. They can be reworded, and others added.")
        )


def _set_choices(question: Question, choices: Sequence[PlannedChoice]) -> None:
    standing = {choice.code: choice for choice in question.choices.all()}
    try:
        question.choices.exclude(code__in=[choice.code for choice in choices]).delete()
    except ProtectedError as error:
        raise DomainError(_("A theme stands on one of these choices: it stays.")) from error
    for order, choice in enumerate(choices):
        row = standing.get(choice.code) or Choice(question=question, code=choice.code)
        if row.pk is None or (row.order, row.label) != (order, choice.label):
            row.order, row.label = order, choice.label
            row.save()


@transaction.atomic
def copy_question(question: Question, *, by: User) -> Question:
    """The same question once more, right after it, with a code of its own."""
    survey = locked(question.survey)
    question = _still_question(question)
    taken = set(survey.questions.values_list("code", flat=True))
    if len(taken) >= MOST_QUESTIONS:
        raise DomainError(_("A survey has %(most)d questions at most.") % {"most": MOST_QUESTIONS})
    again = planned(question)
    number = 2
    while f"{question.code[:55]}-{number}" in taken:
        number += 1
    again.code = f"{question.code[:55]}-{number}"
    made = write_questions(question.section, [again])[0]
    rows = list(question.section.questions.all())
    _moved(rows, made.pk, [row.pk for row in rows].index(question.pk) + 1)
    Question.objects.bulk_update(rows, ["order"])
    touched(survey, "question copied", by=by, question=again.code)
    return made


@transaction.atomic
def move_question(question: Question, *, step: int, by: User) -> Question:
    """Move a question up (-1) or down (1), into the section beside it at the end of its own.

    Refuses a move by which a condition would look at what comes later.
    """
    survey = locked(question.survey)
    order = _in_order(survey)
    place = next(
        ((s, q) for s, (_section, rows) in enumerate(order) for q, row in enumerate(rows) if row.pk == question.pk),
        None,
    )
    if place is None:
        raise DomainError(_("This question was removed meanwhile."))
    _step(order, *place, 1 if step > 0 else -1)
    _refuse_looking_ahead(order)
    for section, rows in order:
        for number, row in enumerate(rows):
            row.section, row.order = section, number
    Question.objects.bulk_update([row for _section, rows in order for row in rows], ["section", "order"])
    touched(survey, "question moved", by=by, question=question.code)
    return question


def _step(order: list[tuple[Section, list[Question]]], s: int, q: int, step: int) -> None:
    rows = order[s][1]
    row = rows.pop(q)
    if 0 <= q + step <= len(rows):
        rows.insert(q + step, row)
    elif 0 <= s + step < len(order):
        beside = order[s + step][1]
        beside.insert(0 if step > 0 else len(beside), row)
    else:
        rows.insert(q, row)


@transaction.atomic
def remove_question(question: Question, *, by: User) -> Survey:
    """Ask it no more. Refused once somebody answered it, and while conditions look at it."""
    survey = locked(question.survey)
    question = _still_question(question)
    _refuse_answered([question], _("Somebody has answered this question: it stays. The wording can be mended."))
    _refuse_looked_at(survey, {question.code})
    code = question.code
    _deleted(question)
    touched(survey, "question removed", by=by, question=code)
    return survey


@transaction.atomic
def take_plan(survey: Survey, *, plan: Plan, by: User) -> Survey:
    """Put a template's or a file's sections after what the survey has. Refuses one that was opened, and codes that are taken."""
    survey = locked(survey)
    if was_opened(survey):
        raise DomainError(_("The survey was opened: add questions one by one."))
    taken = set(survey.questions.values_list("code", flat=True))
    if doubled := taken & {question.code for question in plan.questions()}:
        raise DomainError(
            _("The survey asks some of this already: %(codes)s.") % {"codes": ", ".join(sorted(doubled)[:5])}
        )
    write_plan(survey, plan)
    touched(survey, "questions taken", by=by, count=sum(1 for _one in plan.questions()))
    return survey


@transaction.atomic
def set_words(survey: Survey, *, language: str, words: dict[str, str], by: User) -> int:
    """Put texts in one language to a survey, its sections, questions, choices and ends of scales; how many changed.

    ``words`` by the name of each text: ``survey:name``, ``section:3:name``, ``question:code:label``,
    ``question:code:low_label``, ``choice:code of question:code``.
    """
    survey = locked(survey)
    changed = 0
    for name in ("name", "about", "thanks", "privacy"):
        changed += _say(survey, name, language, words.get(f"survey:{name}"))
    for section in survey.sections.prefetch_related("questions__choices"):
        mended = sum(
            [_say(section, name, language, words.get(f"section:{section.pk}:{name}")) for name in ("name", "about")]
        )
        if mended:
            section.save()
        changed += mended
        for question in section.questions.all():
            changed += _say_question(question, language, words)
    touched(survey, "survey translated", by=by, language=language, count=changed)
    return changed


def _say_question(question: Question, language: str, words: dict[str, str]) -> int:
    base = f"question:{question.code}"
    changed = sum([_say(question, name, language, words.get(f"{base}:{name}")) for name in ("label", "hint")])
    for name, text in scale_labels(question.settings):
        said = words.get(f"{base}:{name}")
        if text and said is not None and said.strip() != text.text(language):
            question.settings = {**question.settings, name: _with(text, language, said).to_json()}
            changed += 1
    if changed:
        question.save()
    for choice in question.choices.all():
        if _say(choice, "label", language, words.get(f"choice:{question.code}:{choice.code}")):
            choice.save()
            changed += 1
    return changed


def _say(row: Any, name: str, language: str, said: str | None) -> int:
    text = getattr(row, name)
    if said is None or not text or said.strip() == text.text(language).strip():
        return 0
    setattr(row, name, _with(text, language, said))
    return 1


def _with(text: TranslatedText, language: str, said: str) -> TranslatedText:
    said = said.replace("\r\n", "\n").strip()
    if said:
        return text.with_translation(language, said)
    return text if language == text.source else text.without(language)


# What is refused


def _still_section(section: Section) -> Section:
    found = Section.objects.select_related("survey").filter(pk=section.pk).first()
    if found is None:
        raise DomainError(_("This section was removed meanwhile."))
    return found


def _still_question(question: Question) -> Question:
    found = Question.objects.select_related("section", "survey").filter(pk=question.pk).first()
    if found is None:
        raise DomainError(_("This question was removed meanwhile."))
    return found


def _moved(rows: list[Any], pk: int, to: int) -> None:
    row = next((row for row in rows if row.pk == pk), None)
    if row is None:
        raise DomainError(_("This was removed meanwhile."))
    rows.remove(row)
    rows.insert(max(0, min(to, len(rows))), row)
    for order, one in enumerate(rows):
        one.order = order


def _in_order(survey: Survey) -> list[tuple[Section, list[Question]]]:
    return [(section, list(section.questions.all())) for section in survey.sections.prefetch_related("questions")]


def _refuse_answered(questions: Iterable[Question], sentence: str) -> None:
    if Question.objects.filter(pk__in=[question.pk for question in questions], answers__isnull=False).exists():
        raise DomainError(sentence)


def _refuse_looked_at(survey: Survey, codes: set[str], but: Section | None = None) -> None:
    for section, questions in _in_order(survey):
        if but is not None and section.pk == but.pk:
            continue
        rows: list[Section | Question] = [section, *questions]
        for row in rows:
            if isinstance(row, Question) and row.code in codes:
                continue
            if codes & set(asked_about(row.condition)):
                name = read(row.label if isinstance(row, Question) else row.name).text
                raise DomainError(
                    _("“%(name)s” is asked depending on this answer. Change that condition first.") % {"name": name}
                )


def _refuse_looking_ahead(order: list[tuple[Section, list[Question]]]) -> None:
    seen: set[str] = set()
    for section, questions in order:
        rows: list[Section | Question] = [section, *questions]
        for row in rows:
            if set(asked_about(row.condition)) - seen:
                name = read(row.label if isinstance(row, Question) else row.name).text
                raise DomainError(
                    _("“%(name)s” is asked depending on an earlier answer: it must come after that question.")
                    % {"name": name}
                )
            if isinstance(row, Question):
                seen.add(row.code)


def _refuse_unknown_condition(survey: Survey, condition: dict[str, Any], before: Question | None) -> None:
    wanted = set(asked_about(condition))
    if not wanted:
        return
    known: set[str] = set()
    for _section, questions in _in_order(survey):
        for question in questions:
            if before is not None and question.pk == before.pk:
                if wanted - known:
                    raise DomainError(_("A condition looks at an answer that was given earlier in the survey."))
                return
            known.add(question.code)
    if wanted - known:
        raise DomainError(_("A condition looks at an answer that was given earlier in the survey."))


def _refuse_unknown(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"a question has no {', '.join(sorted(unknown))} to set")


def _deleted(row: Section | Question) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise DomainError(_("Somebody has answered this already, or a theme stands on it: it stays.")) from error
