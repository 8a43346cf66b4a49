"""What can happen to codes and quotations. A suggestion of the house never counts until somebody confirms it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.search.public import analyse, is_stop_word, tokens

from ..logic.clusters import find_groups
from ..models import Answer, Code, Coding, Evidence, Question, Quotation, Survey

SHORTEST = 3  # letters of a word that tells something
MOST_SUGGESTED = 12  # groups in a language


class CodingRefused(DomainError):
    """Something that cannot be done with a code or a quotation as it is now."""


@transaction.atomic
def make_code(*, survey: Survey, name: TranslatedText, by: Any) -> Code:
    """A new code. Refused without a name, or when there is one of that name."""
    if not name:
        raise CodingRefused(_("Give the code a name."))
    _refuse_same(survey, name)
    code = Code.objects.create(survey=survey, name=name, made_by=by)
    audit.record("code made", target=code, by=by)
    return code


@transaction.atomic
def rename_code(code: Code, *, name: TranslatedText, by: Any) -> None:
    """Another name. A suggested code that is renamed is the person's own from then on."""
    if not name:
        raise CodingRefused(_("Give the code a name."))
    _refuse_same(code.survey, name, but=code)
    code.name, code.made_by = name, code.made_by or by
    code.save(update_fields=["name", "made_by"])
    _changed(code.survey)
    audit.record("code renamed", target=code, by=by)


@transaction.atomic
def merge_code(code: Code, *, into: Code, by: Any) -> None:
    """Put another in its place wherever it stands, and take it away. Refused for itself and for another survey's."""
    if code.pk == into.pk or code.survey_id != into.survey_id:
        raise CodingRefused(_("Choose another code of the same survey."))
    there = {coding.answer_id: coding for coding in into.codings.all()}
    for coding in code.codings.all():
        other = there.get(coding.answer_id)
        if other is None:
            coding.code = into
            coding.save(update_fields=["code"])
        elif other.is_suggestion and not coding.is_suggestion:
            other.is_suggestion, other.made_by = False, coding.made_by
            other.save(update_fields=["is_suggestion", "made_by"])
    already = Evidence.objects.filter(code=into).values("theme")
    Evidence.objects.filter(code=code, theme__in=already).delete()
    Evidence.objects.filter(code=code).update(code=into)
    _changed(code.survey)
    audit.record("code merged", target=code, by=by, into=into.pk)
    code.delete()


@transaction.atomic
def remove_code(code: Code, *, by: Any) -> None:
    """Take it away from all answers. Refused while a theme stands on it."""
    if Evidence.objects.filter(code=code).exists():
        raise CodingRefused(_("A theme stands on this code; take it from under the theme first."))
    audit.record("code removed", target=code, by=by, answers=code.codings.count())
    code.delete()


@transaction.atomic
def code_answer(answer: Answer, *, codes: Iterable[Code], by: Any) -> None:
    """Exactly these codes stand at the answer: suggestions among them are confirmed, others stay suggestions."""
    wanted = {code.pk for code in codes}
    Coding.objects.filter(answer=answer, is_suggestion=False).exclude(code__in=wanted).delete()
    Coding.objects.filter(answer=answer, code__in=wanted, is_suggestion=True).update(
        is_suggestion=False, made_by=by, made_at=timezone.now()
    )
    there = set(Coding.objects.filter(answer=answer).values_list("code", flat=True))
    Coding.objects.bulk_create([Coding(answer=answer, code_id=pk, made_by=by) for pk in sorted(wanted - there)])


@transaction.atomic
def confirm_code(code: Code, *, question: Question, by: Any) -> int:
    """Confirm every suggestion of this code for answers to this question: from now on they count. How many there were."""
    suggested = code.codings.filter(is_suggestion=True, answer__question=question)
    made = suggested.update(is_suggestion=False, made_by=by, made_at=timezone.now())
    if code.made_by is None:
        code.made_by = by
        code.save(update_fields=["made_by"])
    audit.record("suggestions confirmed", target=code, by=by, answers=made)
    return made


@transaction.atomic
def suggest_codes(question: Question, *, answers: Sequence[Answer], by: Any) -> int:
    """Groups of answers to a question that nobody coded, within each language, as suggested codes. What was suggested for
    this question before and not confirmed is forgotten; other questions keep theirs. How many groups were found."""
    forget_suggestions(question, by=by)
    survey = question.survey
    coded = set(Coding.objects.filter(answer__in=answers).values_list("answer", flat=True))
    by_language: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        if answer.pk not in coded:
            by_language[answer.response.language].append(answer)
    named = {one.text.casefold(): code for code in survey.codes.all() for one in code.name.renderings.values()}
    made = 0
    for language, rows in sorted(by_language.items()):
        terms = [terms_of(str(row.value), language) for row in rows]
        for group in find_groups(terms)[:MOST_SUGGESTED]:
            words = " · ".join(group.terms)
            code = named.get(words.casefold())
            if code is None:
                code = Code.objects.create(survey=survey, name=TranslatedText.of(language, words), made_by=None)
                named[words.casefold()] = code
            Coding.objects.bulk_create([Coding(answer=rows[at], code=code, is_suggestion=True) for at in group.members])
            made += 1
    audit.record("codes suggested", target=survey, by=by, groups=made)
    return made


@transaction.atomic
def forget_suggestions(question: Question, *, by: Any) -> None:
    """Take away what was suggested for answers to this question and confirmed by nobody; a suggested code that stands
    nowhere any more goes with it."""
    Coding.objects.filter(answer__question=question, is_suggestion=True).delete()
    survey = question.survey
    Code.objects.filter(survey=survey, made_by=None, codings=None).exclude(pk__in=_under_themes(survey)).delete()


def _under_themes(survey: Survey) -> Any:
    return Evidence.objects.filter(code__survey=survey).values("code")


def terms_of(text: str, language: str) -> list[str]:
    """Base forms of the words that tell something, and of the parts of compounds."""
    found: list[str] = []
    for match in tokens(text):
        word = match.group()
        if len(word) < SHORTEST or word.isdigit() or is_stop_word(word, language):
            continue
        taken = analyse(word, language if language in LANGUAGES else "")
        found.append(taken.base)
        found += [piece for piece in taken.pieces if len(piece) >= SHORTEST and piece != taken.base]
    return found


# --- quotations


@transaction.atomic
def quote(answer: Answer, *, text: str, by: Any) -> Quotation:
    """Words from an open answer, edited so that they tell of nobody. Shown nowhere until a second look approves them."""
    words = text.strip()
    if not words:
        raise CodingRefused(_("Write the words that are to be shown."))
    found = Quotation.objects.create(answer=answer, text=words)
    audit.record("quotation proposed", target=answer.question.survey, by=by, quotation=found.pk)
    return found


@transaction.atomic
def approve_quotation(quotation: Quotation, *, by: Any) -> None:
    """The second look: it tells of nobody and may be shown. Where several run the survey, it is another's than the first.

    Raises CodingRefused for the person who chose the words.
    """
    survey = quotation.answer.question.survey
    chose = AuditEvent.objects.filter(action="quotation proposed", details__quotation=quotation.pk, actor=str(by.uuid))
    if survey.people.count() > 1 and chose.exists():
        raise CodingRefused(_("You chose these words. Somebody else who runs the survey takes the second look."))
    quotation.approved_by, quotation.approved_at = by, timezone.now()
    quotation.save(update_fields=["approved_by", "approved_at"])
    audit.record("quotation approved", target=survey, by=by, quotation=quotation.pk)


@transaction.atomic
def remove_quotation(quotation: Quotation, *, by: Any) -> None:
    """Take it away, from under themes too; the answer stays."""
    survey = quotation.answer.question.survey
    _changed(survey)
    audit.record("quotation removed", target=survey, by=by, quotation=quotation.pk)
    quotation.delete()


def _refuse_same(survey: Survey, name: TranslatedText, but: Code | None = None) -> None:
    wanted = {one.text.casefold() for one in name.renderings.values()}
    others = survey.codes.filter(~Q(pk=but.pk)) if but else survey.codes.all()
    if any(one.text.casefold() in wanted for code in others for one in code.name.renderings.values()):
        raise CodingRefused(_("There is a code of that name already."))


def _changed(survey: Survey) -> None:
    Survey.objects.filter(pk=survey.pk).update(revision=F("revision") + 1)
