"""From the decision to the practice that everybody reads."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.catalogue.public import record_logic
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError

from .. import actions, permissions, publication, queries
from ..changes import in_words
from ..models import Decision
from .around import call_trail, done, me


def _fetched(request: HttpRequest, key: str) -> Decision:
    decision = queries.decision_to_publish(request.user, key)
    require(permissions.can_publish_decision(request.user, decision.submission.call))
    return decision


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """What is missing before the practice can appear, and the step that lets it."""
    decision = _fetched(request, key)
    if request.method == "POST":
        return _act(request, decision)
    draft = publication.draft_of(decision)
    changed = publication.changed_meanwhile(decision)
    embargo = decision.submission.call.embargo_until
    differences = publication.differs(decision, draft) if draft else []
    context = {
        "decision": decision,
        "submission": decision.submission,
        "call": decision.submission.call,
        "draft": draft,
        "lacks": publication.lacking(decision, draft),
        "changed": changed,
        "meanwhile": [in_words(one) for one in record_logic.compare(decision.version.record, changed.whole)]
        if changed
        else [],
        "differences": [in_words(one) for one in differences],
        "embargo": embargo if embargo and embargo > timezone.now() else None,
        "trail": call_trail(
            decision.submission.call,
            (decision.version.title.source_text, decision.get_absolute_url()),
            (_("Publishing"), ""),
        ),
    }
    return render(request, "decisions/publish.html", context)


def _act(request: HttpRequest, decision: Decision) -> HttpResponse:
    by, act = me(request), request.POST.get("act", "")
    if act in ("prepare", "over"):
        done(request, lambda: actions.prepare_practice(decision, by=by, over=act == "over"))
    elif act in ("publish", "as-it-is"):
        if done(request, lambda: actions.ask_to_publish(decision, by=by, as_it_is=act == "as-it-is")):
            decision.refresh_from_db()
            if decision.published_at:
                messages.success(request, _("The practice is public, with its decision."))
                return redirect(decision)
            messages.success(request, _("It appears by itself when the embargo ends."))
    elif act == "call-off":
        done(request, lambda: actions.call_off_publishing(decision, by=by))
    return redirect("decisions:publish", decision.submission.key)


@require_POST
def translate(request: HttpRequest, key: str) -> HttpResponse:
    """Store the translations that were missing; each box by itself, so that one refusal loses nothing."""
    decision = _fetched(request, key)
    typed = {name.removeprefix("text-"): str(value) for name, value in request.POST.items() if name.startswith("text-")}
    stored = 0
    for name, words in typed.items():
        language, _colon, path = name.partition(":")
        if words.strip():
            stored += _translate(request, decision, path, language, words)
    if stored:
        messages.success(request, _("The translations are saved."))
    return redirect("decisions:publish", key)


def _translate(request: HttpRequest, decision: Decision, path: str, language: str, words: str) -> int:
    try:
        actions.translate_for_publishing(decision, path=path, language=language, text=words, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
        return 0
    return 1
