"""The languages side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.foundation.access import require
from kotokaari.foundation.text import LANGUAGES, TranslatedText, fingerprint
from kotokaari.ui.public import Tab

from .. import actions, logic, permissions
from .. import record as spec
from ..logic import TextAt
from ..models import TranslationChange, Version
from ..words import language_name
from .fetching import practice_for, version_to_translate
from .sheets import title_of, trail
from .side_by_side import attempt, typed_anew


@dataclass
class Box:
    """One text in one other language, as it can be written."""

    name: str
    language: str
    language_name: str
    text: str
    was: str
    status: str
    is_stale: bool
    rows: int
    changed: list[logic.Piece] = field(default_factory=list)
    theirs: str | None = None


@dataclass
class Line:
    """One text with its source and its boxes."""

    label: str
    path: str
    source: str
    source_text: str
    is_line: bool
    boxes: list[Box]


def _label(found: TextAt) -> str:
    if found.within is None:
        return str(found.field.label)
    words = {"list": found.within.label, "number": found.place, "field": found.field.label}
    return _("%(list)s %(number)s: %(field)s") % words


def _earlier_sources(version: Version) -> dict[str, str]:
    """Every wording a source has had, by its fingerprint: from the log of translations and older versions."""
    known = {
        fingerprint(text): text
        for text in TranslationChange.objects.filter(version__practice=version.practice_id).values_list(
            "source_text", flat=True
        )
    }
    for older in version.practice.versions.exclude(pk=version.pk):
        for found in logic.texts_of(older.whole):
            known.setdefault(fingerprint(found.text.source_text), found.text.source_text)
    return known


def _section_of(path: str) -> str:
    return spec.SECTION_OF[path.partition(".")[0]].name


def _box(found: TextAt, language: str, earlier: dict[str, str]) -> Box:
    text: TranslatedText = found.text
    rendering = text.renderings.get(language)
    stale = text.is_stale(language)
    before = earlier.get(rendering.of, "") if rendering and stale else ""
    return Box(
        name=f"{language}:{found.path}",
        language=language,
        language_name=language_name(language),
        text=text.text(language),
        was=fingerprint(text.text(language)),
        status=rendering.status if rendering and rendering.text else "",
        is_stale=stale,
        rows=1 if found.field.type is spec.Type.LINE else max(2, min(12, 1 + len(text.source_text) // 45)),
        changed=logic.word_difference(before, text.source_text) if before else [],
    )


def _lines(version: Version, section: str) -> list[Line]:
    earlier = _earlier_sources(version)
    return [
        Line(
            _label(found),
            found.path,
            found.text.source,
            found.text.source_text,
            found.field.type is spec.Type.LINE,
            [_box(found, code, earlier) for code in LANGUAGES if code != found.text.source],
        )
        for found in logic.texts_of(version.whole)
        if _section_of(found.path) == section and found.text.source_text.strip()
    ]


def _to_do(version: Version) -> dict[str, int]:
    """How many texts of each section lack a translation or have one that is behind."""
    count = {section.name: 0 for section in spec.SECTIONS}
    for found in logic.texts_of(version.whole):
        if found.text.source_text.strip():
            count[_section_of(found.path)] += sum(
                1
                for code in LANGUAGES
                if code != found.text.source and (not found.text.text(code) or found.text.is_stale(code))
            )
    return count


def _sections_with_text(version: Version) -> list[str]:
    used = {_section_of(found.path) for found in logic.texts_of(version.whole)}
    return [section.name for section in spec.SECTIONS if section.name in used]


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, key: str) -> HttpResponse:
    """Every text of a section in its own language and the others; what is behind says what changed."""
    practice = practice_for(request.user, key)
    version = version_to_translate(request.user, practice)
    require(permissions.can_translate_practice(request.user, practice))
    here = request.GET.get("section", "")
    sections = _sections_with_text(version)
    here = here if here in sections else (sections[0] if sections else "")
    lines = _lines(version, here)
    if request.method == "POST":
        clashes = _store(request, version, lines)
        if not clashes:
            return redirect(f"{reverse('catalogue:translate', args=[key])}?section={here}")
        messages.error(request, _("Somebody else changed the same translations meanwhile. Compare the two and choose."))
    todo = _to_do(version)
    labels = {section.name: section.label for section in spec.SECTIONS}
    context = {
        "practice": practice,
        "version": version,
        "lines": lines,
        "here": here,
        "tabs": [Tab(name, labels[name], f"?section={name}", todo[name] or None) for name in sections],
        "left": sum(todo.values()),
        "trail": trail(practice if practice.current_id else version, _("Translate")),
        "title": title_of(version),
        "languages": [(code, language_name(code)) for code in LANGUAGES],
        "source": version.source_language,
        "is_draft": version.is_draft,
    }
    return render(request, "catalogue/writing/translate.html", context)


def _store(request: HttpRequest, version: Version, lines: list[Line]) -> bool:
    """Store what was changed on the page, then what a button asked for. True when something clashed."""
    path_of = {box.name: line.path for line in lines for box in line.boxes}
    typed, clashed = typed_anew(request.POST, [box for line in lines for box in line.boxes])
    acts = [partial(actions.translate, path=path_of[box.name], language=box.language, text=text) for box, text in typed]
    for name, action in (("confirm", actions.confirm_translation), ("review", actions.review_translation)):
        language, _colon, path = request.POST.get(name, "").partition(":")
        if path:
            acts.append(partial(action, path=path, language=language))
    if sum(attempt(request, partial(act, version, by=request.user)) for act in acts):
        messages.success(request, _("The translation is saved."))
    return clashed
