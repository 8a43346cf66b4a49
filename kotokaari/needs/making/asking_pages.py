"""The pages on which sections and questions are made, translated and looked at as a respondent sees them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import fingerprint
from kotokaari.people.public import SignedInRequest
from kotokaari.ui.languages import direction

from .. import languages as tongues
from ..answering import showing
from ..models import Question, Section, Survey
from . import actions, marks, queries
from .actions.locking import ChangedMeanwhile
from .desk import form_page, shown, survey_to_make
from .question_forms import QuestionForm, SectionForm, choice_rows, condition_words, worded
from .taking import sections_of
from .wording import WordLine, lines_of

Type = Question.Type


@form_page
def questions(request: SignedInRequest, key: str) -> HttpResponse:
    """What is asked, in order; moved, copied and removed here."""
    survey = survey_to_make(request, key)
    if request.method == "POST":
        try:
            anchor = _act(request, survey)
        except DomainError as error:
            messages.error(request, str(error))
            anchor = ""
        return redirect(reverse("needs:make-questions", args=[survey.key]) + anchor)
    return shown(request, survey, "questions", "make-questions", _("Questions"), **_asked(survey))


def _act(request: SignedInRequest, survey: Survey) -> str:
    """What a button of the list does; where on the page to come back to."""
    given, by = request.POST, request.user
    if code := given.get("up") or given.get("down"):
        actions.move_question(queries.question_of(survey, code), step=-1 if "up" in given else 1, by=by)
        return f"#q-{code}"
    if code := given.get("copy"):
        made = actions.copy_question(queries.question_of(survey, code), by=by)
        messages.success(request, _("The question was copied."))
        return f"#q-{made.code}"
    if pk := given.get("section-up") or given.get("section-down"):
        section = queries.section_of(survey, int(pk) if pk.isdigit() else 0)
        place = [one.pk for one in survey.sections.all()].index(section.pk)
        actions.move_section(section, to=place + (-1 if "section-up" in given else 1), by=by)
        return f"#section-{pk}"
    return ""


def _asked(survey: Survey) -> dict[str, Any]:
    sections = sections_of(survey)
    by_code = {question.code: question for section in sections for question in section.questions.all()}
    answered = queries.answered_codes(survey)
    rows = []
    for number, section in enumerate(sections, start=1):
        rows.append(
            {
                "section": section,
                "number": number,
                "condition": condition_words(by_code, section.condition),
                "is_fixed": any(question.code in answered for question in section.questions.all()),
                "questions": [_row(question, by_code, answered) for question in section.questions.all()],
            }
        )
    return {"rows": rows, "types": Type.choices, "answered": answered, "count": len(by_code)}


def _row(question: Question, by_code: dict[str, Question], answered: set[str]) -> dict[str, Any]:
    return {
        "question": question,
        "type": question.get_type_display(),
        "choices": [read(choice.label) for choice in question.choices.all()][:40],
        "condition": condition_words(by_code, question.condition),
        "is_fixed": question.code in answered,
    }


# Sections


@form_page
def section_new(request: SignedInRequest, key: str) -> HttpResponse:
    """A further page of the survey."""
    survey = survey_to_make(request, key)
    form = SectionForm(request.POST or None, survey=survey)
    if form.is_valid():
        try:
            section = actions.add_section(survey, by=request.user, **form.facts(None))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(reverse("needs:make-questions", args=[survey.key]) + f"#section-{section.pk}")
    return shown(request, survey, "section", "make-questions", _("New section"), form=form, section=None)


@form_page
def section(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Change a section's words, and when it is asked."""
    survey = survey_to_make(request, key)
    found = queries.section_of(survey, pk)
    initial = {**worded("name", found.name, survey.languages), **worded("about", found.about, survey.languages)}
    form = SectionForm(request.POST or None, survey=survey, condition=found.condition, before=found, initial=initial)
    if form.is_valid():
        try:
            actions.edit_section(found, by=request.user, was=request.POST.get("_was"), **form.facts(found))
        except DomainError as error:
            told(form, error)
        else:
            return redirect(reverse("needs:make-questions", args=[survey.key]) + f"#section-{found.pk}")
    was = still(request, form) or marks.mark_of_section(queries.section_of(survey, pk))
    return shown(request, survey, "section", "make-questions", _("Change a section"), form=form, section=found, was=was)


@form_page
def section_remove(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Take a section away with its questions."""
    survey = survey_to_make(request, key)
    found = queries.section_of(survey, pk)
    count = found.questions.count()
    text = ngettext("%(count)d question goes with it.", "%(count)d questions go with it.", count) % {"count": count}
    words = {"title": _("Remove this section?"), "text": f"{read(found.name).text}. {text}" if found.name else text}
    return _removed(request, survey, words, lambda: actions.remove_section(found, by=request.user))


def _removed(request: HttpRequest, survey: Survey, words: dict[str, Any], act: Any) -> HttpResponse:
    back = reverse("needs:make-questions", args=[survey.key])
    if request.method == "POST":
        try:
            act()
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(back)
    return render(request, "ui/confirm.html", {**words, "confirm": _("Remove"), "cancel": back})


# Questions


@form_page
def question_new(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask one thing more; its type and section stand in the address."""
    survey = survey_to_make(request, key)
    sections = list(survey.sections.all())
    if not sections:
        sections = [actions.add_section(survey, by=request.user)] if request.method == "POST" else []
    type = request.POST.get("type") or request.GET.get("type") or Type.TEXT
    type = type if type in Type.values else Type.TEXT
    given = request.POST.copy() if request.method == "POST" else None
    if given is not None and "section" not in given and sections:
        given["section"] = str(sections[-1].pk)
    wanted = request.GET.get("section", "")
    initial = {"section": wanted if wanted.isdigit() else (sections[-1].pk if sections else None)}
    form = QuestionForm(given, survey=survey, type=type, sections=sections, initial=initial)
    rows = choice_rows(given, survey, None) if form.fits["choices"] else None
    if given is not None and "choices-add" not in given and form.is_valid() and (rows is None or rows.is_valid()):
        try:
            made = actions.add_question(form.cleaned_data["section"], by=request.user, **form.facts(rows))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(reverse("needs:make-questions", args=[survey.key]) + f"#q-{made.code}")
    more = {
        "form": form,
        "rows": rows,
        "question": None,
        "type_label": Type(type).label,
        "has_sections": bool(sections),
    }
    return shown(request, survey, "question", "make-questions", _("New question"), **more)


@form_page
def question(request: SignedInRequest, key: str, code: str) -> HttpResponse:
    """Change a question: its words, its choices, its limits, when it is asked."""
    survey = survey_to_make(request, key)
    found = queries.question_of(survey, code)
    sections = list(survey.sections.all())
    form = QuestionForm(request.POST or None, survey=survey, type=found.type, question=found, sections=sections)
    rows = choice_rows(request.POST or None, survey, found) if form.fits["choices"] else None
    adding = "choices-add" in request.POST
    if form.is_bound and not adding and form.is_valid() and (rows is None or rows.is_valid()):
        try:
            saved = actions.edit_question(
                found,
                by=request.user,
                was=request.POST.get("_was"),
                section=form.cleaned_data["section"],
                **form.facts(rows),
            )
        except DomainError as error:
            told(form, error)
        else:
            if saved.type != form.shown_type:
                messages.success(request, _("The kind of answer is changed. See that the rest fits it."))
                return redirect("needs:question", survey.key, code)
            messages.success(request, _("The question is saved."))
            return redirect(reverse("needs:make-questions", args=[survey.key]) + f"#q-{code}")
    is_fixed = found.answers.exists()
    was = still(request, form) or marks.mark_of_question(queries.question_of(survey, code))
    more = {"form": form, "rows": rows, "question": found, "type_label": found.get_type_display(), "has_sections": True}
    return shown(
        request, survey, "question", "make-questions", _("Change a question"), was=was, is_fixed=is_fixed, **more
    )


@form_page
def question_remove(request: SignedInRequest, key: str, code: str) -> HttpResponse:
    """Ask it no more."""
    survey = survey_to_make(request, key)
    found = queries.question_of(survey, code)
    words = {"title": _("Remove this question?"), "text": read(found.label).text}
    return _removed(request, survey, words, lambda: actions.remove_question(found, by=request.user))


def still(request: HttpRequest, form: Any) -> str:
    """The mark a form was opened with, while it waits to be corrected; "" for a fresh one, and after it was told of a change."""
    general = form.errors.as_data().get("__all__", []) if form.is_bound else []
    return "" if any(error.code == "changed" for error in general) else str(request.POST.get("_was", ""))


def told(form: Any, error: DomainError) -> None:
    """Show in the form why it was refused."""
    form.add_error(None, ValidationError(str(error), code="changed" if isinstance(error, ChangedMeanwhile) else ""))


# Words in another language


@form_page
def words(request: SignedInRequest, key: str) -> HttpResponse:
    """Every text of the survey in one language, beside what it says in the language it was written in."""
    survey = survey_to_make(request, key)
    wanted = request.POST.get("language") or request.GET.get("language") or ""
    counts = {tag: lines_of(survey, tag) for tag in survey.languages}
    if wanted not in counts:
        wanted = max(survey.languages, key=lambda tag: sum(not line.text for line in counts[tag]), default="fi")
    lines = counts.get(wanted, [])
    if request.method == "POST":
        typed = {line.name: request.POST[line.name] for line in lines if _is_changed(request, line)}
        clashed = {line.name for line in lines if line.name in typed and _was_changed_by_others(request, line)}
        saved = {name: text for name, text in typed.items() if name not in clashed}
        try:
            changed = actions.set_words(survey, language=wanted, words=saved, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            sentence = ngettext("%(count)d text was changed.", "%(count)d texts were changed.", changed)
            messages.success(request, sentence % {"count": changed})
        if not clashed:
            return redirect(reverse("needs:make-words", args=[survey.key]) + f"?language={wanted}")
        messages.error(request, _("Somebody else changed the same texts meanwhile. Compare the two and choose."))
        lines = [
            replace(line, text=typed[line.name], theirs=line.text) if line.name in clashed else line
            for line in lines_of(survey, wanted)
        ]
    languages = [(tag, tongues.both_names(tag), sum(not line.text for line in counts[tag])) for tag in survey.languages]
    more = {"lines": lines, "languages": languages, "language": wanted, "language_name": tongues.both_names(wanted)}
    return shown(request, survey, "words", "make-words", _("Translations"), **more)


def _is_changed(request: HttpRequest, line: WordLine) -> bool:
    """True where this page was used to change the text: what others changed meanwhile stands."""
    typed = request.POST.get(line.name)
    return typed is not None and fingerprint(typed.replace("\r\n", "\n")) != request.POST.get(
        f"was-{line.name}", line.was
    )


def _was_changed_by_others(request: HttpRequest, line: WordLine) -> bool:
    """True where the text is no longer what this page was opened with, nor what was typed."""
    typed = fingerprint(request.POST[line.name].replace("\r\n", "\n"))
    return line.was not in (request.POST.get(f"was-{line.name}", line.was), typed)


@require_safe
def preview(request: SignedInRequest, key: str) -> HttpResponse:
    """The survey as a respondent sees it; nothing is kept."""
    survey = survey_to_make(request, key)
    language = request.GET.get("language", "")
    language = language if language in survey.languages else (survey.languages or ["fi"])[0]
    languages = [(tag, tongues.own_name(tag)) for tag in survey.languages]
    sections = sections_of(survey)
    by_code = {one.code: one for section in sections for one in section.questions.all()}
    pages = [
        {
            "name": section.name.read(language),
            "about": section.about.read(language),
            "condition": condition_words(by_code, section.condition),
            "questions": [
                ([one], condition_words(by_code, one.question.condition)) for one in _shown(section, language)
            ],
        }
        for section in sections
    ]
    more = {"pages": pages, "language": language, "languages": languages, "direction": direction(language)}
    return shown(request, survey, "preview", "make-preview", _("Preview"), **more)


def _shown(section: Section, language: str) -> list[showing.Shown]:
    return [showing.shown_question(question, None, language) for question in section.questions.all()]
