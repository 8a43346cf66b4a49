"""The pages of who answers: page by page, back and forth, looked over, sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation import limits
from kotokaari.foundation.errors import DomainError
from kotokaari.ui.languages import direction

from ..models import Question, Response, Survey
from . import actions, anonymity, asking, showing, timing, visitors
from .asking import Page, Sheet, Typed, Values

HOUSE = tuple(code for code, _name in settings.LANGUAGES)
View = Callable[..., HttpResponse]


def open_page(view: View) -> View:
    """A page for anybody who has the survey's address; kept by no cache."""

    @wraps(view)
    def guarded(request: HttpRequest, key: str, *args: Any, **more: Any) -> HttpResponse:
        try:
            return view(request, survey_for(request, key), *args, **more)
        except limits.TooOften as refusal:
            return limits.LimitMiddleware.refuse(request, refusal)

    opened = login_not_required(never_cache(guarded))
    opened.leaves_no_trace = True  # type: ignore[attr-defined]  # where and when a session was used is noted elsewhere
    return opened


def survey_for(request: HttpRequest, key: str) -> Survey:
    """A survey that was opened; 404 else, and guesses are counted. One query. Raises limits.TooOften."""
    found = Survey.objects.exclude(state=Survey.State.DRAFT).select_related("organisation").filter(key=key).first()
    if found is None:
        visitors.count_guess(request)
        raise Http404
    return found


def _context(request: HttpRequest, survey: Survey, draft: Response | None) -> dict[str, Any]:
    language = visitors.language_of(request, survey, draft)
    return {
        "survey": survey,
        "language": language,
        "name": survey.name.read(language),
        "direction": direction(language),
        "tongues": showing.languages_of(survey, language),
        "house": HOUSE,
        "draft": draft,
    }


def address_of(view: str, survey: Survey, *args: Any, language: str) -> str:
    """A page of the survey in this language, or in the page's own where the house has none in it."""
    with translation.override(language if language in HOUSE else translation.get_language()):
        return reverse(f"needs:{view}", args=[survey.key, *args])


# Beginning


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, survey: Survey) -> HttpResponse:
    """What the survey is about and what is kept; beginning, or going on where one was."""
    draft = visitors.draft_of(request, survey)
    link = visitors.link_of(request, survey)
    context = _context(request, survey, draft)
    if request.method == "POST":
        return _begin(request, survey, context)
    invited = not survey.is_by_invitation or (bool(link) and anonymity.invitation_of(survey, link) is not None)
    used = bool(link) and anonymity.was_used(survey, link)
    context |= {
        "about": survey.about.read(context["language"]),
        "privacy": survey.privacy.read(context["language"]),
        "statement": anonymity.statement(survey),
        "is_open": timing.is_open(survey),
        "is_to_come": timing.is_to_come(survey),
        "may_finish": draft is not None and timing.takes_drafts(survey),
        "is_invited": invited,
        "is_used": used,
        "links": [(one, begin_address(survey, one.code)) for one in context["tongues"]],
    }
    closed = not context["is_open"] and not context["may_finish"] and not context["is_to_come"]
    return render(request, "needs/answering/start.html", context, status=410 if closed else 200)


def begin_address(survey: Survey, language: str) -> str:
    """The path of a survey's first page, beginning in this language."""
    address = address_of("answer", survey, language=language)
    return address if language in HOUSE else f"{address}?language={language}"


def everybodys_address(survey: Survey, language: str = "") -> str:
    """The path by which everybody answers, beginning in this language, else in the page's, else in the survey's first."""
    spoken = (translation.get_language() or "fi")[:2]
    asked = next((one for one in (language, spoken) if one in survey.languages), survey.languages[0])
    return begin_address(survey, asked)


def _begin(request: HttpRequest, survey: Survey, context: dict[str, Any]) -> HttpResponse:
    link = visitors.link_of(request, survey)
    if survey.is_by_invitation and (anonymity.invitation_of(survey, link) is None or anonymity.was_used(survey, link)):
        return redirect("needs:answer", survey.key)
    language = request.POST.get("language", "")
    language = language if language in survey.languages else context["language"]
    try:
        token = actions.begin_response(survey, language=language)
    except DomainError:
        return redirect("needs:answer", survey.key)
    sheet = asking.sheet_of(survey)
    response = HttpResponseRedirect(_address_after(sheet, {}, 0, language))
    visitors.remember_draft(response, survey, token)
    return response


def _address_after(sheet: Sheet, values: Values, number: int, language: str) -> str:
    """The next page that asks something; where there is none, the page that looks all over."""
    after = [place for place in _places(sheet, values) if place > number]
    if after:
        return address_of("answer-page", sheet.survey, after[0], language=language)
    return address_of("answer-check", sheet.survey, language=language)


def _address_before(sheet: Sheet, values: Values, number: int, language: str) -> str:
    before = [place for place in _places(sheet, values) if place < number]
    if before:
        return address_of("answer-page", sheet.survey, before[-1], language=language)
    return address_of("answer", sheet.survey, language=language)


def _places(sheet: Sheet, values: Values) -> list[int]:
    """The numbers of the pages that ask something now."""
    now = {page.section.pk for page in asking.asked(sheet, values)}
    return [place for place, page in enumerate(sheet.pages, 1) if page.section.pk in now]


# Page by page


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, survey: Survey, number: int) -> HttpResponse:
    """A section: its questions as they are answered so far; what is typed is kept at every step."""
    draft = visitors.draft_of(request, survey)
    sheet = asking.sheet_of(survey)
    if not 0 < number <= len(sheet.pages):
        raise Http404
    is_autosave = request.headers.get("X-Requested-With") == "autosave"
    if draft is None or not timing.takes_drafts(survey):
        if is_autosave:
            return JsonResponse({"problem": _("This survey is closed.")}, status=409)
        return redirect("needs:answer", survey.key)
    if request.method == "POST":
        return _posted(request, sheet, draft, number, is_autosave)
    values = actions.values_of(draft)
    if number not in _places(sheet, values):
        return HttpResponseRedirect(_address_after(sheet, values, number, draft.language))
    return _show(request, sheet, draft, number, values)


def _posted(request: HttpRequest, sheet: Sheet, draft: Response, number: int, is_autosave: bool) -> HttpResponse:
    here = sheet.pages[number - 1]
    language = visitors.language_of(request, sheet.survey, draft)
    typed = asking.read(here.questions, request.POST)
    try:
        values = actions.save_answers(sheet, draft, typed)
    except DomainError as error:
        if is_autosave:
            return JsonResponse({"problem": str(error)}, status=409)
        return redirect("needs:answer", sheet.survey.key)
    if language != draft.language:
        actions.choose_language(draft, language=language)
    if is_autosave:
        return HttpResponse(status=204)
    return _onward(request, sheet, draft, number, values, typed)


def _onward(
    request: HttpRequest, sheet: Sheet, draft: Response, number: int, values: Values, typed: Typed
) -> HttpResponse:
    """Where the pressed button leads, when nothing on this page is in the way."""
    act, _colon, wanted = request.POST.get("do", "next").partition(":")
    here = sheet.pages[number - 1]
    questions = _asked_here(sheet, here, values)
    problems = {q.code: typed.problems[q.code] for q in questions if q.code in typed.problems}
    if act == "next":
        problems = asking.missing(questions, values) | problems
        followed = _not_seen(request, questions)
        if followed:
            problems = {code: words for code, words in problems.items() if code not in followed}
        if followed or problems:
            return _show(request, sheet, draft, number, values, problems=problems, followed=bool(followed))
        return HttpResponseRedirect(_address_after(sheet, values, number, draft.language))
    if problems:
        return _show(request, sheet, draft, number, values, problems=problems)
    if act == "language" and wanted in sheet.survey.languages:
        actions.choose_language(draft, language=wanted)
        return HttpResponseRedirect(address_of("answer-page", sheet.survey, number, language=wanted))
    if act == "later":
        return HttpResponseRedirect(address_of("answer-later", sheet.survey, language=draft.language))
    return HttpResponseRedirect(_address_before(sheet, values, number, draft.language))


def _asked_here(sheet: Sheet, here: Page, values: Values) -> tuple[Question, ...]:
    found = (page.questions for page in asking.asked(sheet, values) if page.section.pk == here.section.pk)
    return next(found, ())


def _not_seen(request: HttpRequest, questions: tuple[Question, ...]) -> set[str]:
    """Questions that followed from the answers of the same page, which the person has not seen yet."""
    seen = set(request.POST.getlist("seen"))
    return {one.code for one in questions if one.code not in seen and one.type != Question.Type.NOTE}


def _show(
    request: HttpRequest,
    sheet: Sheet,
    draft: Response,
    number: int,
    values: Values,
    *,
    problems: dict[str, str] | None = None,
    followed: bool = False,
) -> HttpResponse:
    survey, here = sheet.survey, sheet.pages[number - 1]
    context = _context(request, survey, draft)
    language = context["language"]
    posted = request.POST if problems else None
    shown = showing.shown_page(sheet, here, values, language, problems=problems, posted=posted)
    places = _places(sheet, values)
    context |= {
        "default_act": "next",  # what the enter key does
        "section": here.section,
        "section_name": here.section.name.read(language),
        "section_about": here.section.about.read(language),
        "questions": shown,
        "problems": [(f"#{one.id}", one.label, one.problem) for one in shown if one.problem],
        "followed": followed,
        "number": number,
        "at": places.index(number) + 1 if number in places else 1,
        "pages": len(places),
        "is_last": not [place for place in places if place > number],
        "is_late": not timing.is_open(survey),
        "autosave_key": f"answers-{survey.key}-{here.section.pk}",
        "autosave_url": address_of("answer-page", survey, number, language=language),
    }
    return render(request, "needs/answering/page.html", context, status=422 if problems else 200)


# Looking over and sending


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, survey: Survey) -> HttpResponse:
    """All that was answered, to look over; sending."""
    draft = visitors.draft_of(request, survey)
    if draft is None or not timing.takes_drafts(survey):
        return redirect("needs:answer", survey.key)
    sheet = asking.sheet_of(survey)
    act, _colon, wanted = request.POST.get("do", "").partition(":")
    if act == "language" and wanted in survey.languages:
        actions.choose_language(draft, language=wanted)
        return HttpResponseRedirect(address_of("answer-check", survey, language=wanted))
    problems: dict[str, str] = {}
    refusal = ""
    if request.method == "POST" and act == "send":
        language = visitors.language_of(request, survey, draft)
        if language != draft.language:
            actions.choose_language(draft, language=language)
        try:
            actions.send_response(sheet, draft, link=visitors.link_of(request, survey))
        except actions.NotWhole as error:
            problems, refusal = error.problems, str(error)
        except DomainError as error:
            refusal = str(error)
        else:
            response = HttpResponseRedirect(_thanks_address(survey, language))
            visitors.forget(response, survey)
            return response
    return _show_check(request, sheet, draft, problems, refusal)


def _thanks_address(survey: Survey, language: str) -> str:
    address = address_of("answer-thanks", survey, language=language)
    return address if language in HOUSE else f"{address}?language={language}"


def _show_check(
    request: HttpRequest, sheet: Sheet, draft: Response, problems: dict[str, str], refusal: str
) -> HttpResponse:
    values = actions.values_of(draft)
    context = _context(request, sheet.survey, draft)
    language = context["language"]
    numbers = {page.section.pk: place for place, page in enumerate(sheet.pages, 1)}
    chapters = [
        (
            numbers[page.section.pk],
            page.section.name.read(language),
            [
                (
                    one,
                    one.label.read(language),
                    showing.told(one, values.get(one.code), language),
                    problems.get(one.code),
                )
                for one in page.questions
                if one.type != Question.Type.NOTE
            ],
        )
        for page in asking.asked(sheet, values)
    ]
    last = _places(sheet, values)[-1:] or [1]
    context |= {
        "chapters": chapters,
        "refusal": refusal,
        "statement": anonymity.statement(sheet.survey),
        "back": address_of("answer-page", sheet.survey, last[0], language=language),
    }
    return render(request, "needs/answering/check.html", context, status=422 if refusal else 200)


@open_page
@require_safe
def thanks(request: HttpRequest, survey: Survey) -> HttpResponse:
    """It was sent."""
    context = _context(request, survey, None)
    context |= {
        "thanks": survey.thanks.read(context["language"]),
        "may_answer_again": timing.is_open(survey) and not survey.is_by_invitation,
        "now": timezone.now(),
    }
    return render(request, "needs/answering/thanks.html", context)


@open_page
@require_POST
def discard(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Throw the draft away, here and in the house."""
    draft = visitors.draft_of(request, survey)
    if draft is not None:
        actions.discard_response(draft)
    response = redirect("needs:answer", survey.key)
    visitors.forget_draft(response, survey)
    return response
