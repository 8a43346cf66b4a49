"""The languages of a submission side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.catalogue.public import attempt, language_name, typed_anew
from kotokaari.foundation.text import LANGUAGES, fingerprint
from kotokaari.ui.public import Tab

from .. import actions, answering
from ..answering import Text
from ..asking import asked_in
from ..models import Submission
from .fetching import me, submission_of, title_of, trail


@dataclass
class Box:
    """One text in the language of the page, as it can be written."""

    name: str
    label: str
    source: str
    source_text: str
    text: str
    was: str
    status: str
    is_stale: bool
    is_line: bool
    rows: int
    theirs: str | None = None


def _box(found: Text, language: str) -> Box:
    rendering = found.text.renderings.get(language)
    return Box(
        name=found.path,
        label=found.label,
        source=found.text.source,
        source_text=found.text.source_text,
        text=found.text.text(language),
        was=fingerprint(found.text.text(language)),
        status=rendering.status if rendering and rendering.text.strip() else "",
        is_stale=found.text.is_stale(language),
        is_line=found.is_line,
        rows=max(3, min(14, 1 + len(found.text.source_text) // 45)),
    )


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, key: str) -> HttpResponse:
    """Every text beside its rendering in one other language; what is behind says so."""
    draft = submission_of(request.user, key)
    others = [code for code in LANGUAGES if code != draft.source_language]
    language = request.GET.get("language", "")
    language = language if language in others else others[0]
    asked = asked_in(draft.call)
    texts = list(answering.texts_of(asked, draft))
    boxes = [_box(found, language) for found in texts]
    if request.method == "POST" and not _store(request, draft, boxes, language):
        return redirect(f"{reverse('submissions:translate', args=[key])}?language={language}")
    left = {code: _left(texts, code) for code in others}
    context = {
        "submission": draft,
        "boxes": boxes,
        "language": language,
        "language_name": language_name(language),
        "source_name": language_name(draft.source_language),
        "tabs": [Tab(code, language_name(code), f"?language={code}", left[code] or None) for code in others],
        "left": left[language],
        "title": title_of(draft),
        "trail": trail(draft, _("Languages")),
    }
    return render(request, "submissions/writing/translate.html", context)


def _left(texts: list[Text], language: str) -> int:
    return sum(1 for found in texts if not found.text.text(language).strip() or found.text.is_stale(language))


def _store(request: HttpRequest, draft: Submission, boxes: list[Box], language: str) -> bool:
    """Store what was changed on the page, then what a button asked for. True when something clashed."""
    typed, clashed = typed_anew(request.POST, boxes)
    acts = [partial(actions.translate_submission, path=box.name, text=text) for box, text in typed]
    for name, reviewed in (("confirm", False), ("review", True)):
        if path := request.POST.get(name, ""):
            acts.append(partial(actions.vouch_for_translation, path=path, reviewed=reviewed))
    if sum(attempt(request, partial(act, draft, language=language, by=me(request))) for act in acts):
        messages.success(request, _("The translation is saved."))
    if clashed:
        messages.error(request, _("Somebody else changed the same translations meanwhile. Compare the two and choose."))
    return clashed
