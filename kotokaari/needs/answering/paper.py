"""A survey on paper: printed, answered by pen, typed in afterwards by keys alone.

Choices have numbers on the paper, and the numbers are what is typed: ``2``, ``1 3``, for a row of a matrix ``53``.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.typesetting import breakable, typeset
from kotokaari.people.public import SignedInRequest, name_key, place_options
from kotokaari.ui.languages import direction

from ..models import Question, Response, Survey
from . import anonymity, asking
from .asking import OTHER, SIDES, Sheet, Type, Typed, Values, name_of
from .showing import languages_of, phrase, side_words
from .ways import survey_run_by, trail_of

SOURCE = Path(__file__).parent.parent / "typst" / "sheet.typ"
SALT = "a sheet typed in"
UNDO_WITHIN = 3600  # seconds
KEYS = re.compile(r"[\s,;]+")


class EmptySheet(DomainError):
    """Nothing was typed."""


# From keys to values


def from_keys(sheet: Sheet, posted: QueryDict) -> Typed:
    """What was typed in from paper, as the browser would have sent it, and then read and checked alike."""
    questions = list(sheet.questions)
    whole = QueryDict(mutable=True)
    for question in questions:
        for name, values in _spelt_out(question, posted).items():
            whole.setlist(name, values)
    return asking.read(questions, whole)


def _spelt_out(question: Question, posted: QueryDict) -> dict[str, list[str]]:
    name = name_of(question)
    typed = str(posted.get(name, "")).strip()
    if question.type in (Type.ONE, Type.PROFESSION, Type.SEVERAL, Type.RANKING):
        codes = [_code(question, key) for key in KEYS.split(typed) if key]
        if question.type == Type.RANKING:
            return {f"{name}.{place}": [code] for place, code in enumerate(codes, 1)}
        return {name: codes, f"{name}-other": [str(posted.get(f"{name}-other", ""))]}
    if question.type == Type.MATRIX:
        return _rows(question, posted)
    if question.type == Type.MUNICIPALITY:
        return {name: [_place(question, typed)]}
    return {name: [typed]}


def _code(question: Question, key: str) -> str:
    """The code of a choice by its number on the paper; a wrong number stays and is refused as any wrong choice."""
    codes = [choice.code for choice in question.choices.all()]
    if question.settings.get("has_other"):
        codes.append(OTHER)
    return codes[int(key) - 1] if key.isdecimal() and 0 < int(key) <= len(codes) else f"?{key}"


def _rows(question: Question, posted: QueryDict) -> dict[str, list[str]]:
    """Two keys a row, importance first; anything but a digit where nothing was marked."""
    found = {}
    for number, choice in enumerate(question.choices.all(), 1):
        keys = "".join(KEYS.split(str(posted.get(f"{name_of(question)}.{number}", ""))))
        for side, key in zip(SIDES, keys[:2], strict=False):
            found[f"{name_of(question)}.{choice.code}.{side}"] = [key if key.isdigit() else ""]
        if len(keys) > 2:
            found[f"{name_of(question)}.{choice.code}.{SIDES[0]}"] = [keys]
    return found


def _place(question: Question, typed: str) -> str:
    if not typed:
        return ""
    offered = set(asking.place_codes(question))
    for language in ("fi", "sv", "en"):
        for code, name in place_options(language, "municipality"):
            if code in offered and name_key(name) == name_key(typed):
                return code
    return f"?{typed}"


# What happens


@transaction.atomic
def keep_sheet(sheet: Sheet, values: Values, *, language: str, by: Any) -> tuple[Response, int]:
    """Keep a sheet as a response; gives it with how many answers were left out, as nobody was asked them.

    Raises EmptySheet.
    """
    given = {code: value for code, value in values.items() if value is not None}
    if not given:
        raise EmptySheet(_("Nothing was typed. An empty sheet is not kept."))
    audit.record("sheet of paper typed in", target=sheet.survey, by=by)
    response = anonymity.store(sheet, given, way=Response.Way.PAPER, language=language)
    return response, len(given) - len(asking.kept(sheet, given))


@transaction.atomic
def undo_sheet(survey: Survey, *, number: int, by: Any) -> bool:
    """Throw the sheet away that was typed in last; whether it was there."""
    gone, _each = Response.objects.filter(survey=survey, pk=number, way=Response.Way.PAPER).delete()
    audit.record("sheet of paper undone", target=survey, by=by)
    return bool(gone)


# Pages


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedInRequest, key: str) -> HttpResponse:
    """Type one sheet in after the other."""
    survey = survey_run_by(request, key)
    if survey.state == Survey.State.DRAFT:
        messages.info(request, _("Sheets can be typed in once the survey is open."))
        return redirect("needs:ways", survey.key)
    sheet = asking.sheet_of(survey)
    typed = from_keys(sheet, request.POST) if request.method == "POST" else Typed()
    language = request.POST.get("language") or request.GET.get("language") or ""
    language = language if language in survey.languages else (survey.languages or ["fi"])[0]
    nonce = request.POST.get("sheet", "")
    refusal = ""
    if request.method == "POST" and not typed.problems:
        if nonce and not cache.add(f"survey-sheet:{nonce}", True, UNDO_WITHIN):
            return redirect("needs:paper-enter", survey.key)  # the same sheet, sent twice
        try:
            response, left_out = keep_sheet(sheet, typed.values, language=language, by=request.user)
        except EmptySheet as error:
            refusal = str(error)
            cache.delete(f"survey-sheet:{nonce}")
        else:
            _tell(request, left_out)
            done = signing.dumps(response.pk, salt=SALT)
            return redirect(f"{reverse('needs:paper-enter', args=[survey.key])}?language={language}&done={done}")
    context = {
        "survey": survey,
        "trail": trail_of(survey, _("Type sheets in")),
        "sections": _to_type(sheet, request, typed, language),
        "problems": _problems(sheet, typed, language),
        "refusal": refusal,
        "language": language,
        "languages": languages_of(survey, language),
        "count": Response.objects.filter(survey=survey, way=Response.Way.PAPER).count(),
        "done": request.GET.get("done", ""),
        "nonce": secrets.token_urlsafe(9),
        "places": [name for _code, name in place_options(_page_language(), "municipality")],
    }
    return render(request, "needs/answering/enter.html", context)


def _page_language() -> str:
    return (translation.get_language() or "fi")[:2]


def _tell(request: SignedInRequest, left_out: int) -> None:
    messages.success(request, _("The sheet is kept. Type in the next one."))
    if left_out:
        said = ngettext(
            "%(count)s answer was left out: by the other answers it was not asked.",
            "%(count)s answers were left out: by the other answers they were not asked.",
            left_out,
        )
        messages.info(request, said % {"count": left_out})


def _problems(sheet: Sheet, typed: Typed, language: str) -> list[tuple[str, Any, str]]:
    return [
        (_first_field(question), question.label.read(language), typed.problems[question.code])
        for question in sheet.questions
        if question.code in typed.problems
    ]


def _first_field(question: Question) -> str:
    return f"#{name_of(question)}" + (".1" if question.type == Type.MATRIX else "")


def _to_type(sheet: Sheet, request: SignedInRequest, typed: Typed, language: str) -> list[Any]:
    """Sections with their fields: label, name, value, the numbers that can be typed, whether it is wrong."""
    return [
        (
            page.section.name.read(language),
            [
                field
                for question in page.questions
                if question.type != Type.NOTE
                for field in _fields(question, request, question.code in typed.problems, language)
            ],
        )
        for page in sheet.pages
    ]


def _fields(question: Question, request: SignedInRequest, is_wrong: bool, language: str) -> Iterable[dict[str, Any]]:
    name, label = name_of(question), question.label.read(language)
    kind = "long" if question.type == Type.TEXT else "place" if question.type == Type.MUNICIPALITY else "keys"
    base = {"label": label, "is_wrong": is_wrong, "kind": kind, "keys": "", "group": ""}
    if question.type == Type.MATRIX:
        for number, choice in enumerate(question.choices.all(), 1):
            own = f"{name}.{number}"
            words = {"label": choice.label.read(language), "group": label if number == 1 else ""}
            keys = _("two marks, importance first: 53") if number == 1 else ""
            yield {**base, **words, "name": own, "value": request.POST.get(own, ""), "keys": keys}
        return
    yield {**base, "name": name, "value": request.POST.get(name, ""), "keys": _keys(question, language)}
    if question.settings.get("has_other") and question.type in (Type.ONE, Type.SEVERAL, Type.PROFESSION):
        own = f"{name}-other"
        yield {**base, "name": own, "label": _("Something else, in own words"), "value": request.POST.get(own, "")}


def _keys(question: Question, language: str) -> str:
    """What can be typed: the numbers with their words."""
    words = [choice.label.read(language).text for choice in question.choices.all()]
    if question.settings.get("has_other"):
        words.append(_("something else"))
    told = " · ".join(f"{number} {word}" for number, word in enumerate(words, 1))
    how = {Type.SEVERAL: _("several: 1 3"), Type.RANKING: _("the first one first: 3 1 2")}
    if question.type in how:
        return f"{told} – {how[Type(question.type)]}"
    if question.type == Type.SCALE:
        return "{}–{}".format(*asking.ends_of(question))
    return told if question.type in (Type.ONE, Type.PROFESSION) else ""


@require_POST
def undo(request: SignedInRequest, key: str) -> HttpResponse:
    """Throw the last sheet away."""
    survey = survey_run_by(request, key)
    try:
        number = signing.loads(request.POST.get("done", ""), salt=SALT, max_age=UNDO_WITHIN)
    except signing.BadSignature:
        messages.error(request, _("It is too late to undo that sheet."))
    else:
        if undo_sheet(survey, number=number, by=request.user):
            messages.success(request, _("The last sheet is thrown away."))
    return redirect("needs:paper-enter", survey.key)


# Print


@require_safe
def print_page(request: SignedInRequest, key: str, language: str) -> HttpResponse:
    """The questions on a page to print."""
    survey = _in_language(request, key, language)
    context = {
        "survey": survey,
        "language": language,
        "direction": direction(language),
        **sheet_words(survey, language),
    }
    return render(request, "needs/answering/print.html", context)


@require_safe
def pdf(request: SignedInRequest, key: str, language: str) -> HttpResponse:
    """The questions as a PDF to print."""
    survey = _in_language(request, key, language)
    response = HttpResponse(paper(survey, language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{survey.key}-{language}.pdf"'
    return response


def _in_language(request: SignedInRequest, key: str, language: str) -> Survey:
    survey = survey_run_by(request, key)
    if language not in (survey.languages or ["fi"]):
        raise Http404
    return survey


def paper(survey: Survey, language: str) -> bytes:
    """The PDF. Raises RuntimeError when it cannot be typeset."""
    return typeset(SOURCE, sheet_words(survey, language))


def sheet_words(survey: Survey, language: str) -> dict[str, Any]:
    """All that stands on the paper, as plain data: in the house's own words where the house speaks the language."""
    house = language if language in ("fi", "sv", "en") else "en"
    with translation.override(house):
        words = side_words()
        return {
            "language": language.split("-")[0],
            "house_language": house,
            "direction": direction(language),
            "title": breakable(survey.name.read(language).text),
            "host": survey.organisation.name.read(house).text,
            "about": _lines(survey.about.read(language).text),
            "statement": _statement_on_paper(survey),
            "thanks": _("Thank you for answering."),
            "other": _("Something else, in own words"),
            "sides": [words[side] for side in SIDES],
            "sections": [
                {
                    "name": breakable(page.section.name.read(language).text),
                    "about": _lines(page.section.about.read(language).text),
                    "questions": [_printed(question, language, sheet) for question in page.questions],
                }
                for sheet in [asking.sheet_of(survey)]
                for page in sheet.pages
            ],
        }


def _lines(text: str) -> list[str]:
    return [line for line in breakable(text).splitlines() if line.strip()]


def _statement_on_paper(survey: Survey) -> list[str]:
    if not survey.is_anonymous:
        return [anonymity.statement(survey)[0]]
    return [
        _("You answer anonymously: do not write your name."),
        _("Write nothing into open answers from which you or others can be known."),
    ]


def _printed(question: Question, language: str, sheet: Sheet) -> dict[str, Any]:
    low, high = asking.ends_of(question)
    ends = [str(phrase(question.settings.get(name), language)) for name in ("low_label", "high_label")]
    hint = question.hint.read(language).text
    return {
        "kind": question.type,
        "label": breakable(question.label.read(language).text),
        "hint": breakable(hint) if hint else _hint(question),
        "condition": _only_if(question, sheet, language),
        "choices": [breakable(choice.label.read(language).text) for choice in question.choices.all()],
        "has_other": bool(question.settings.get("has_other")),
        "marks": list(range(low, min(high, low + 20) + 1)),
        "ends": ends,
    }


def _hint(question: Question) -> str:
    if question.type == Type.SEVERAL:
        most = question.settings.get("most")
        return _("Choose %(most)s at most.") % {"most": most} if most else _("Choose all that apply.")
    if question.type == Type.RANKING:
        return _("Number from 1 on: 1 is the first.")
    if question.type == Type.MATRIX:
        return _("Put one mark for each on every row.")
    return ""


def _only_if(question: Question, sheet: Sheet, language: str) -> str:
    """When a plain condition asks for the question, said in words."""
    condition = question.condition or {}
    if not isinstance(condition.get("is"), str):
        return _("Answer if it concerns you.") if condition else ""
    for other in sheet.questions:
        if other.code == condition.get("question"):
            chosen = [choice for choice in other.choices.all() if choice.code == condition["is"]]
            word = chosen[0].label.read(language).text if chosen else str(condition["is"])
            return _("Answer if you chose “%(choice)s” above.") % {"choice": word}
    return ""
