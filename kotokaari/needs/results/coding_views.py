"""Open answers over HTTP: read, coded, quoted; for those who run the survey, and only where five people wrote."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText

from ..logic.withholding import LEAST
from ..models import Answer, Coding, Question, Quotation, Survey
from . import coding
from .forms import QuoteForm
from .gathering import mark_of, questions_of, survey_run_by, texts_of, version_of
from .views import private, tabs_of, trail_of

ON_A_PAGE = 50


def _open_questions(survey: Survey) -> list[Question]:
    """Open questions that five or more people answered, of a survey that five or more people answered."""
    if version_of(survey)[0] < LEAST:
        return []
    sent = Count("answers", filter=Q(answers__response__is_sent=True))
    many = dict(survey.questions.annotate(many=sent).values_list("pk", "many"))
    return [one for one in questions_of(survey) if one.type == Question.Type.TEXT and many[one.pk] >= LEAST]


def _question(survey: Survey, code: str) -> Question:
    found = next((one for one in _open_questions(survey) if one.code == code), None)
    if found is None:
        raise Http404
    return found


@require_safe
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """The answers to one open question with their codes, the codes, and how far one has come."""
    survey = survey_run_by(request.user, key)
    questions = _open_questions(survey)
    code = request.GET.get("question", "")
    question = next((one for one in questions if one.code == code), questions[0] if questions else None)
    context: dict[str, Any] = {
        "survey": survey,
        "trail": trail_of(survey, _("Open answers")),
        "tabs": tabs_of(survey),
        "questions": questions,
        "question": question,
    }
    if question:
        context |= _answers_and_codes(request, survey, question)
    return private(render(request, "needs/results/coding.html", context))


def _answers_and_codes(request: HttpRequest, survey: Survey, question: Question) -> dict[str, Any]:
    rows = texts_of(question)
    codings: dict[int, list[Coding]] = {}
    for one in Coding.objects.filter(answer__question=question).select_related("code"):
        codings.setdefault(one.answer_id, []).append(one)
    wanted = request.GET.get("code", "")
    shown = [row for row in rows if _is_shown(codings.get(row.pk, []), wanted)]
    done = sum(any(not one.is_suggestion for one in codings.get(row.pk, [])) for row in rows)
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    codes = codes_of(survey, question)
    first = next((row for row in rows if all(one.is_suggestion for one in codings.get(row.pk, []))), None)
    return {
        "page": page,
        "answers": [(mark_of(row.pk), row, codings.get(row.pk, [])) for row in page],
        "many": len(rows),
        "done": done,
        "next_mark": mark_of(first.pk) if first else "",
        "wanted": wanted,
        "codes": codes,
        "suggested": any(code.suggested for code in codes),
        "quotations": Quotation.objects.filter(answer__question__survey=survey)
        .select_related("answer__response")
        .order_by("approved_at", "pk"),
    }


def _is_shown(codings: list[Coding], wanted: str) -> bool:
    if wanted == "none":
        return all(one.is_suggestion for one in codings)
    return not wanted or any(str(one.code_id) == wanted for one in codings)


def codes_of(survey: Survey, question: Question) -> list[Any]:
    """Its codes with how many answers they stand at (``many``) and for how many answers to this question they are suggested
    (``suggested``); without those that are only suggested for other questions. One query."""
    is_suggested = Q(codings__is_suggestion=True)
    rows = survey.codes.annotate(
        many=Count("codings", filter=Q(codings__is_suggestion=False)),
        suggested=Count("codings", filter=is_suggested & Q(codings__answer__question=question)),
        elsewhere=Count("codings", filter=is_suggested & ~Q(codings__answer__question=question)),
    )
    shown = [code for code in rows if code.many or code.suggested or code.made_by_id or not code.elsewhere]
    return sorted(shown, key=lambda code: (-code.many, -code.suggested, str(code).casefold()))


def _answer(survey: Survey, question: str, mark: str) -> tuple[list[Answer], int]:
    """The open answers to a question and the place of the one meant; 404 when there is none."""
    rows = texts_of(_question(survey, question))
    at = next((place for place, row in enumerate(rows) if mark_of(row.pk) == mark), None)
    if at is None:
        raise Http404
    return rows, at


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str, question: str, mark: str) -> HttpResponse:
    """One answer to code: tick the codes, write a new one, save and go on to the next. Made for the keyboard."""
    survey = survey_run_by(request.user, key)
    rows, at = _answer(survey, question, mark)
    row = rows[at]
    if request.method == "POST":
        try:
            _save_codes(request, survey, row)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("needs:code-answer", key, question, mark)
        return _on(survey, question, rows, at)
    there = {one.code_id: one for one in row.codings.all()}
    context = {
        "survey": survey,
        "trail": [
            *trail_of(survey, "")[:-1],
            (_("Open answers"), reverse("needs:coding", args=[key]) + f"?question={question}"),
            (_("Answer %(number)s of %(all)s") % {"number": at + 1, "all": len(rows)}, ""),
        ],
        "question": row.question,
        "row": row,
        "mark": mark,
        "number": at + 1,
        "many": len(rows),
        "codes": [
            (code, there.get(code.pk), place + 1 if place < 9 else "")
            for place, code in enumerate(codes_of(survey, row.question))
        ],
        "before": mark_of(rows[at - 1].pk) if at else "",
        "after": mark_of(rows[at + 1].pk) if at + 1 < len(rows) else "",
        "form": QuoteForm(initial={"text": str(row.value)}),
        "quotations": row.quotations.all(),
    }
    return private(render(request, "needs/results/answer.html", context))


def _save_codes(request: HttpRequest, survey: Survey, row: Answer) -> None:
    chosen = [one for one in request.POST.getlist("code") if one.isdigit()]
    codes = list(survey.codes.filter(pk__in=chosen))
    words = request.POST.get("new", "").strip()[:120]
    if words:
        codes.append(coding.make_code(survey=survey, name=_named(words), by=request.user))
    coding.code_answer(row, codes=codes, by=request.user)


def _on(survey: Survey, question: str, rows: list[Answer], at: int) -> HttpResponse:
    """To the next answer, after the last back to the list."""
    if at + 1 < len(rows):
        return redirect("needs:code-answer", survey.key, question, mark_of(rows[at + 1].pk))
    return redirect(reverse("needs:coding", args=[survey.key]) + f"?question={question}")


def _named(words: str) -> TranslatedText:
    return TranslatedText.of((get_language() or "fi")[:2], words)


@require_POST
def quotation_new(request: HttpRequest, key: str, question: str, mark: str) -> HttpResponse:
    """Words from this answer, for a second look."""
    survey = survey_run_by(request.user, key)
    rows, at = _answer(survey, question, mark)
    form = QuoteForm(request.POST)
    if form.is_valid():
        coding.quote(rows[at], text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Kept for a second look. It is shown nowhere until it is approved."))
    else:
        messages.error(request, _("Write the words that are to be shown."))
    return redirect("needs:code-answer", key, question, mark)


@require_POST
def quotation_act(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Approve a quotation, or take it away."""
    survey = survey_run_by(request.user, key)
    rows = Quotation.objects.filter(answer__question__survey=survey).select_related("answer__question__survey")
    quotation = get_object_or_404(rows, pk=number)
    code = quotation.answer.question.code
    if request.POST.get("act") == "remove":
        coding.remove_quotation(quotation, by=request.user)
        messages.success(request, _("Taken away."))
    else:
        try:
            coding.approve_quotation(quotation, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Approved: it can be put under a theme."))
    return redirect(reverse("needs:coding", args=[key]) + f"?question={code}#quotations")


@require_POST
def code_act(request: HttpRequest, key: str) -> HttpResponse:
    """Make, rename, merge, confirm or remove a code; suggest groups, or forget what was suggested."""
    survey = survey_run_by(request.user, key)
    question = _question(survey, request.POST.get("question", ""))
    act, words = request.POST.get("act", ""), request.POST.get("name", "").strip()[:120]
    pk = request.POST.get("code", "")
    code = get_object_or_404(survey.codes, pk=pk) if pk.isdigit() else None
    into = request.POST.get("into", "")
    try:
        if act == "make":
            coding.make_code(survey=survey, name=_named(words), by=request.user)
        elif act == "suggest":
            made = coding.suggest_codes(question, answers=texts_of(question), by=request.user)
            said = ngettext("%(count)s group is suggested.", "%(count)s groups are suggested.", made)
            messages.success(
                request, said % {"count": made} if made else _("No groups were found among answers nobody coded.")
            )
        elif act == "forget":
            coding.forget_suggestions(question, by=request.user)
        elif code and act == "rename":
            coding.rename_code(code, name=_named(words) if words else TranslatedText(), by=request.user)
        elif code and act == "confirm":
            coding.confirm_code(code, question=question, by=request.user)
        elif code and act == "merge" and into.isdigit():
            coding.merge_code(code, into=get_object_or_404(survey.codes, pk=into), by=request.user)
        elif code and act == "remove":
            coding.remove_code(code, by=request.user)
        else:
            raise Http404
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(reverse("needs:coding", args=[key]) + f"?question={question.code}#codes")
