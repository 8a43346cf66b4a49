"""Pages of letters, for those who run a call: words, preview, queue, sending with progress, the record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.assessment.public import scores_read_by
from kotokaari.calls.public import Call, can_read_panel_work
from kotokaari.catalogue.public import language_name
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import SignedInRequest
from kotokaari.submissions.public import Submission

from ..models import Decision, Letter, Mailing
from . import actions
from .forms import TemplateForm
from .making import Made, letter_of, mark_of, wordings_of
from .placeholders import PLACEHOLDERS
from .queries import counts_of, to_answer, visible_letters

A_PAGE = 100
State = Letter.State
TONES = {State.SENT: "success", State.FAILED: "danger", State.SENDING: "info", State.QUEUED: "neutral"}
Trail = list[tuple[Any, str]]


def call_for(user: Any, key: str) -> Call:
    """A call this person runs; 404 else."""
    call = get_object_or_404(Call.objects.select_related("organisation", "rubric"), key=key)
    if not can_read_panel_work(user, call):
        raise Http404
    return call


def trail(call: Call, *steps: tuple[Any, str]) -> Trail:
    """The call, its letters, then these."""
    first = (read(call.name), reverse("calls:work", args=[call.key]))
    return [first, (_("Letters"), reverse("decisions:letters", args=[call.key])), *steps]


@require_safe
def letters(request: SignedInRequest, key: str) -> HttpResponse:
    """Where the letters of a call stand, and what can be done now."""
    call = call_for(request.user, key)
    mailing = Mailing.objects.filter(call=call).first()
    counts = counts_of(call, request.user)
    waiting = to_answer(call, request.user)
    visible = visible_letters(call, request.user).select_related("decision__submission__organisation", "to")
    state = request.GET.get("state", "")
    shown = visible.filter(state=state) if state in State.values else visible
    page = Paginator(shown.order_by("decision__submission__number", "pk"), A_PAGE).get_page(request.GET.get("page"))
    queued = {letter.decision_id for letter in visible.filter(state__in=(State.QUEUED, State.SENDING, State.FAILED))}
    context = {
        "call": call,
        "mailing": mailing,
        "is_at_work": bool(mailing and mailing.is_at_work and not mailing.is_stalled),
        "sent": counts.get(State.SENT, 0),
        "queued": counts.get(State.QUEUED, 0),
        "failed": counts.get(State.FAILED, 0),
        "sending": counts.get(State.SENDING, 0),
        "total": sum(counts.values()),
        "states": [
            (value, State(value).label, counts[value], value == state) for value in State.values if counts.get(value)
        ],
        "to_queue": [one for one in waiting if one.pk not in queued],
        "unfinished": _unfinished(call, request.user),
        "page": page,
        "rows": [(letter, TONES[State(letter.state)]) for letter in page.object_list],
        "templates": _templates(call),
        "trail": [*trail(call)[:-1], (_("Letters"), "")],
    }
    return render(request, "decisions/letters/letters.html", context)


def _unfinished(call: Call, user: Any) -> int:
    """How many submissions past their gates have no final decision yet."""
    visible = Submission.objects.run_by(user).filter(
        call=call, withdrawn_at__isnull=True, eligibility=Submission.Eligibility.ELIGIBLE
    )
    return visible.exclude(decision__state=Decision.State.FINAL).count()


def _templates(call: Call) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """Each outcome with its languages: code, name, whether the call wrote its own."""
    wordings = wordings_of(call)
    return [
        (str(label), [(outcome, code, language_name(code), wordings[outcome, code].is_own) for code in LANGUAGES])
        for outcome, label in Decision.Outcome.choices
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: SignedInRequest, key: str, outcome: str, language: str) -> HttpResponse:
    """The words of the letter for an outcome in a language, with a preview made from a real submission."""
    call = call_for(request.user, key)
    if outcome not in Decision.Outcome.values or language not in LANGUAGES:
        raise Http404
    wording = wordings_of(call)[outcome, language]
    form = TemplateForm(request.POST or None, initial={"subject": wording.subject, "body": wording.body})
    was = request.POST.get("_was")
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "look":
        try:
            actions.save_template(
                call, outcome=outcome, language=language, by=request.user, was=was, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. Letters that wait already keep the words they were written with."))
            return redirect("decisions:letter-template", call.key, outcome, language)
    typed = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    context = {
        "call": call,
        "form": form,
        "wording": wording,
        "was": was or mark_of(wording),
        "outcome": Decision.Outcome(outcome).label,
        "outcome_code": outcome,
        "language": language,
        "language_name": language_name(language),
        "others": [(code, language_name(code)) for code in LANGUAGES if code != language],
        "placeholders": PLACEHOLDERS,
        **_preview(request, call, outcome, language, typed),
        "trail": trail(call, (f"{Decision.Outcome(outcome).label} ({language_name(language)})", "")),
    }
    return render(request, "decisions/letters/template.html", context)


def _preview(request: SignedInRequest, call: Call, outcome: str, language: str, typed: Any) -> dict[str, Any]:
    """The letter as it would be for one of the call's decisions with this outcome; ``?of=`` chooses which."""
    from .making import Wording

    decisions = [one for one in to_answer(call, request.user) if one.outcome == outcome]
    wanted = request.POST.get("of") or request.GET.get("of", "")
    of = next((one for one in decisions if one.submission.key == wanted), decisions[0] if decisions else None)
    made: Made | None = None
    if of is not None:
        wording = Wording(str(typed.get("subject", "")), str(typed.get("body", "")), True)
        author = next(iter(of.submission.authors.all()), None)
        made = letter_of(of, {(outcome, language): wording}, language=language, name=str(author.user) if author else "")
    return {"preview": made, "of": of, "decisions": decisions}


@require_http_methods(["GET", "HEAD", "POST"])
def template_forget(request: SignedInRequest, key: str, outcome: str, language: str) -> HttpResponse:
    """Ask, then go back to the house's words."""
    call = call_for(request.user, key)
    if outcome not in Decision.Outcome.values or language not in LANGUAGES:
        raise Http404
    back = reverse("decisions:letter-template", args=[call.key, outcome, language])
    if request.method == "POST":
        actions.forget_template(call, outcome=outcome, language=language, by=request.user)
        messages.success(request, _("The house’s own words are back."))
        return redirect(back)
    context = {
        "title": _("Go back to the house’s words?"),
        "text": _("What was written here is thrown away. Letters that wait keep the words they were written with."),
        "confirm": _("Use the house’s words"),
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def queue(request: SignedInRequest, key: str) -> HttpResponse:
    """Write the letters; none is sent yet."""
    call = call_for(request.user, key)
    try:
        done = actions.queue_letters(call, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "%(count)s letter is written and waits. Read it, then send.",
            "%(count)s letters are written and wait. Read them, then send.",
            done.letters,
        )
        messages.success(request, said % {"count": done.letters})
    return redirect("decisions:letters", call.key)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask, then send what waits."""
    call = call_for(request.user, key)
    if request.method == "POST":
        return _act(request, call, lambda: actions.begin_sending(call, by=request.user))
    counts = counts_of(call, request.user)
    number = counts.get(State.QUEUED, 0) + counts.get(State.FAILED, 0)
    context = {
        "title": ngettext("Send %(count)s letter?", "Send %(count)s letters?", number) % {"count": number},
        "text": _("They go to the authors by e-mail, and authors may then read the decision. It cannot be taken back."),
        "confirm": _("Send"),
        "cancel": reverse("decisions:letters", args=[call.key]),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def stop(request: SignedInRequest, key: str) -> HttpResponse:
    """Stop after the letter it is at."""
    call = call_for(request.user, key)
    return _act(request, call, lambda: actions.stop_sending(call, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def unqueue(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask, then throw away what waits, to be written anew."""
    call = call_for(request.user, key)
    if request.method == "POST":
        return _act(request, call, lambda: actions.unqueue_letters(call, by=request.user))
    context = {
        "title": _("Throw away the letters that wait?"),
        "text": _("They can be written anew, for instance after the words were changed. What was sent stays."),
        "confirm": _("Throw away"),
        "cancel": reverse("decisions:letters", args=[call.key]),
    }
    return render(request, "ui/confirm.html", context)


def _act(request: SignedInRequest, call: Call, act: Any) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("decisions:letters", call.key)


def letter_for(user: Any, uuid: UUID) -> Letter:
    """A letter about a submission this person may know of, as one who runs the call; 404 else."""
    run = scores_read_by(user)
    found = Letter.objects.filter(decision__submission__in=run.values("pk"))
    return get_object_or_404(
        found.select_related("decision__submission__call", "decision__submission__organisation", "to"), uuid=uuid
    )


@require_safe
def letter(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One letter, exactly as it goes or went."""
    found = letter_for(request.user, uuid)
    call = found.decision.submission.call
    is_paper = found.to_id is None and found.state == State.QUEUED
    context = {
        "letter": found,
        "call": call,
        "tone": TONES[State(found.state)],
        "is_paper": is_paper,
        "may_settle": is_paper or found.is_unsure,
        "trouble": _(found.trouble) if found.trouble else "",
        "language_name": language_name(found.language),
        "trail": trail(call, (found.subject, "")),
    }
    return render(request, "decisions/letters/letter.html", context)


@require_POST
def settle(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say whether it went: posted on paper, or interrupted."""
    found = letter_for(request.user, uuid)
    try:
        actions.settle_letter(found, went=request.POST.get("went") == "yes", by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("decisions:letter", found.uuid)
