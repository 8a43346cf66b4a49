"""Questions: asking, the thread, and lists of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import SignedInRequest
from kotokaari.ui.public import Tab

from .. import actions, forms, pages, permissions, queries, typed
from ..models import Question
from .reasons import with_reason

ON_A_PAGE = 20


@login_not_required
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the owner. Who has not signed in writes first, signs in, and finds the words again."""
    practice = queries.practice_to_ask(request.user, key)
    kept, saved_at = typed.back(request, f"ask:{key}")
    form = forms.AskForm(request.POST if request.method == "POST" else None, initial=kept, user=request.user)
    if form.is_valid():
        if not request.user.is_authenticated:
            typed.keep(request, f"ask:{key}", forms.AskForm)
            return redirect_to_login(request.get_full_path())
        try:
            question = actions.ask_owner(
                practice,
                subject=form.cleaned_data["subject"],
                text=form.cleaned_data["text"],
                organisation=form.cleaned_data.get("organisation"),
                is_open=form.cleaned_data["is_open"],
                shows_name=form.cleaned_data["signed"] == "name",
                language=pages.language(),
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            typed.sent(request)
            heard = _("Your question is on its way. You get a letter when it is answered.")
            unheard = _(
                "Nobody who owns this practice uses Kotokaari yet. National specialists see your question and look for "
                "somebody who knows."
            )
            messages.success(request, unheard if question.copied_at else heard)
            return redirect(question)
    return render(
        request,
        "exchange/ask.html",
        {
            "practice": practice,
            "title": pages.title_of(practice),
            "form": form,
            "saved_at": saved_at,
            "form_key": f"ask:{key}:{request.user.pk or 0}",
            "answered": pages.shown_of(practice)[1],
            "trail": pages.trail_of(practice, (_("Ask the owner"), "")),
        },
    )


@login_not_required
@require_POST
def ask_keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a question as it is typed."""
    queries.practice_to_ask(request.user, key)
    typed.keep(request, f"ask:{key}", forms.AskForm)
    return HttpResponse(status=204)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A thread; the two sides write on in it. Who has not signed in may be one of them: they sign in first."""
    try:
        thing = queries.question_for(request.user, uuid)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    if not request.user.is_authenticated:
        return redirect_to_login(request.path) if request.method == "POST" else _thread(request, thing, None)
    may_write = permissions.can_write_in_question(request.user, thing)
    if request.method == "POST":
        require(may_write)
    form = _reply_form(request, thing) if may_write and thing.takes_messages else None
    if form and form.is_valid():
        try:
            actions.write_message(
                thing,
                text=form.cleaned_data["text"],
                shows_name=form.cleaned_data["signed"] == "name",
                asks_again=form.cleaned_data.get("asks_again", False),
                language=pages.language(),
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your message is sent."))
            return redirect(thing)
    return _thread(request, thing, form, is_party=may_write)


def _reply_form(request: HttpRequest, thing: Question) -> forms.ReplyForm:
    kept, _saved_at = typed.back(request, f"reply:{thing.uuid}")
    is_asker = request.user.pk == thing.asker_id
    return forms.ReplyForm(
        request.POST if request.method == "POST" else None,
        initial=kept,
        may_ask_again=is_asker and thing.state == Question.State.ANSWERED,
    )


def _thread(
    request: HttpRequest, thing: Question, form: forms.ReplyForm | None, *, is_party: bool = False
) -> HttpResponse:
    user: Any = request.user
    written = queries.messages_of(thing)
    context = {
        "question": thing,
        "subject": pages.words(thing.subject, thing.language),
        "lines": pages.lines(written, queries.roles_shown(thing.practice), to_all=not is_party, user=user),
        "tone": pages.TONES[thing.state],
        "form": form,
        "form_key": f"reply:{thing.uuid}:{user.pk or 0}",
        "is_party": is_party,
        "is_asker": user.pk == thing.asker_id,
        "may": {
            "close": thing.takes_messages and permissions.can_close_question(user, thing),
            "hide": permissions.can_hide_question(user, thing),
            "open": permissions.can_decide_openness(user, thing) and thing.state != Question.State.WITHDRAWN,
            "withdraw": permissions.can_withdraw_question(user, thing) and thing.state != Question.State.WITHDRAWN,
        },
        "trail": pages.trail_of(thing.practice, (_("Question"), "")),
    }
    if is_party:
        actions.mark_read(thing, by=user)
    return render(request, "exchange/question.html", context)


@require_POST
def question_keep(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Keep a message as it is typed."""
    thing = queries.question_for(request.user, uuid)
    require(permissions.can_write_in_question(request.user, thing))
    typed.keep(request, f"reply:{uuid}", forms.ReplyForm)
    return HttpResponse(status=204)


def message_edit(request: SignedInRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Mend one's own message while it is fresh."""
    thing = queries.question_for(request.user, uuid)
    message = queries.message_for(thing, pk)
    require(permissions.can_edit_message(request.user, message))
    form = forms.MendForm(request.POST if request.method == "POST" else None, initial={"text": message.text})
    if form.is_valid():
        try:
            actions.edit_message(message, text=form.cleaned_data["text"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(thing)
    context = {
        "form": form,
        "question": thing,
        "until": message.mended_until,
        "trail": pages.trail_of(thing.practice, (_("Question"), thing.get_absolute_url()), (_("Change"), "")),
    }
    return render(request, "exchange/message_edit.html", context)


@require_POST
def question_open(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The asker lets all readers see it, or keeps it between the two."""
    thing = queries.question_for(request.user, uuid)
    require(permissions.can_decide_openness(request.user, thing))
    is_open = request.POST.get("open") == "yes"
    actions.set_openness(thing, is_open=is_open, by=request.user)
    done = _("Others may read it once there is an answer.") if is_open else _("It stays between you and the owner.")
    messages.success(request, done)
    return redirect(thing)


def question_withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The asker takes it back, after being asked."""
    thing = queries.question_for(request.user, uuid)
    require(permissions.can_withdraw_question(request.user, thing))
    if request.method == "POST":
        try:
            actions.withdraw_question(thing, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your question is withdrawn."))
        return redirect(thing)
    context = {
        "title": _("Withdraw the question?"),
        "text": _("Other readers will not see it any more. What was written stays with you and those who answered."),
        "confirm": _("Withdraw the question"),
        "cancel": thing.get_absolute_url(),
    }
    return render(request, "ui/confirm.html", context)


def question_close(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """No more is written in it, and why."""
    thing = queries.question_for(request.user, uuid)
    require(permissions.can_close_question(request.user, thing))
    words = {
        "title": _("Close the question?"),
        "text": _("Nobody writes in it after that. What was written can still be read."),
        "confirm": _("Close the question"),
        "done": _("The question is closed."),
    }
    return with_reason(request, thing, actions.close_question, words)


def question_hide(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Off the pages that everybody reads, and why; or back on them."""
    thing = queries.question_for(request.user, uuid)
    require(permissions.can_hide_question(request.user, thing))
    if thing.hidden_at and request.method == "POST":
        actions.show_question(thing, by=request.user)
        messages.success(request, _("The question is shown again."))
        return redirect(thing)
    words = {
        "title": _("Hide the question?"),
        "text": _("Other readers will not see it. The asker is told why."),
        "confirm": _("Hide the question"),
        "done": _("The question is hidden."),
    }
    return with_reason(request, thing, actions.hide_question, words)


@login_not_required
def practice_questions(request: HttpRequest, key: str) -> HttpResponse:
    """All that was asked about a practice and may be read by everybody."""
    practice = queries.practice_to_ask(request.user, key)
    page = Paginator(queries.asked_and_answered(practice), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "practice": practice,
        "title": pages.title_of(practice),
        "asked": pages.asked(list(page.object_list), practice),
        "page": page,
        "ask_url": pages.ask_url(practice),
        "trail": pages.trail_of(practice, (_("Asked and answered"), "")),
    }
    return render(request, "exchange/practice_questions.html", context)


LISTS = {"asked": queries.asked_by, "waiting": queries.to_answer, "answered": queries.answered_before}


def my_questions(request: SignedInRequest) -> HttpResponse:
    """What I asked, what waits for my answer, and what was answered before."""
    which = request.GET.get("list", "")
    which = which if which in LISTS else "asked"
    address = reverse("exchange:my-questions")
    labels = {"asked": _("I asked"), "waiting": _("Waiting for my answer"), "answered": _("Asked of me before")}
    page = Paginator(LISTS[which](request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "which": which,
        "tabs": [Tab(key, label, f"{address}?list={key}") for key, label in labels.items()],
        "page": page,
        "rows": pages.rows(page.object_list, timezone.now()),
        "trail": [(_("My work"), reverse("home:work")), (_("Questions"), "")],
    }
    return render(request, "exchange/my_questions.html", context)
