"""Words and law over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.ui.public import Facet, FacetOption, Tab, query_with

from . import actions, exporting, permissions, queries
from .book import concept_book
from .forms import ConceptForm, DayForm
from .kinds import KINDS, kind_label
from .listing import letters_of, rows_of
from .models import Concept
from .records import HOUSE, LANGUAGES
from .registries import concept_sections
from .words import value_in_words

A_PAGE = 50
OWN_NAMES = {"fi": "suomi", "sv": "svenska", "en": "English", "se": "davvisámegiella"}


def _language() -> str:
    return (get_language() or "fi")[:2]


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """The house vocabulary: by kind, by letter in each language, by words. No query but for the book."""
    params = request.GET
    words, kind = params.get("q", "")[:100], params.get("kind", "")
    language = params.get("lang") if params.get("lang") in LANGUAGES else _language()
    book = concept_book()
    rows = rows_of(book, language=language or "fi", words=words, kind=kind)
    letters = letters_of(rows)
    letter = params.get("letter", "") if params.get("letter", "") in letters else ""
    if letter:
        rows = rows_of(book, language=language or "fi", words=words, kind=kind, letter=letter)
    context = {
        "page": Paginator(rows, A_PAGE).get_page(params.get("page")),
        "words": words,
        "kind": kind,
        "language": language,
        "letters": [(each, query_with(params, letter=each, page=None), each == letter) for each in letters],
        "all_letters": query_with(params, letter=None, page=None) if letter else "",
        "kinds": _kind_facet(request, kind),
        "tabs": [
            Tab(code, OWN_NAMES[code], query_with(params, lang=code, letter=None, page=None)) for code in LANGUAGES
        ],
        "kind_labels": KINDS,
        "schemes": queries.schemes(),
        "house": HOUSE,
    }
    return render(request, "vocabulary/front.html", context)


def _kind_facet(request: HttpRequest, chosen: str) -> Facet:
    """The kinds with their numbers, one to be chosen."""
    book = concept_book()
    options = [
        FacetOption(
            label,
            query_with(request.GET, kind=None if kind == chosen else kind, page=None, letter=None),
            len(book.of_kind(kind)),
            kind == chosen,
        )
        for kind, label in KINDS.items()
    ]
    return Facet("kind", _("Kind"), [option for option in options if option.count])


@login_not_required
def scheme(request: HttpRequest, code: str) -> HttpResponse:
    """Another vocabulary that was read in."""
    vocabulary = queries.scheme_for(request.user, code)
    if vocabulary.is_house:
        return redirect("vocabulary:front")
    words = request.GET.get("q", "")[:100]
    found = queries.concepts_matching(words=words, scheme=code)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "scheme": vocabulary,
        "words": words,
        "page": page,
        "trail": [(_("Vocabulary"), reverse("vocabulary:front")), (str(vocabulary), "")],
    }
    return render(request, "vocabulary/scheme.html", context)


@login_not_required
def concept(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A concept: its words side by side, what it means, what it belongs to, where it is used."""
    found = queries.concept_for(request.user, uuid)
    sections = [
        (section.title, render_to_string(section.template, {**section.context, "section": section.context}, request))
        for section in concept_sections(request, found)
    ]
    context = {
        "concept": found,
        "kind": kind_label(found.kind),
        "columns": _columns(found),
        "relations": [
            (heading, list(others.all()))
            for heading, others in (
                (_("Broader"), found.broader),
                (_("Narrower"), found.narrower),
                (_("Related"), found.related),
            )
        ],
        "matches": [(MATCH_WORDS[name](), uri) for name, uri in found.matches if name in MATCH_WORDS],
        "sections": sections,
        "may_edit": permissions.can_edit_concept(request.user, found),
        "trail": _trail(found),
    }
    return render(request, "vocabulary/concept.html", context)


MATCH_WORDS = {
    "exact": lambda: _("The same elsewhere"),
    "close": lambda: _("Nearly the same elsewhere"),
    "broad": lambda: _("Broader elsewhere"),
    "narrow": lambda: _("Narrower elsewhere"),
    "related": lambda: _("Related elsewhere"),
}


def _trail(found: Concept) -> list[tuple[str, str]]:
    start = [(_("Vocabulary"), reverse("vocabulary:front"))]
    if not found.scheme.is_house:
        start.append((str(found.scheme), reverse("vocabulary:scheme", args=[found.scheme.code])))
    return [*start, (found.label(), "")]


def _columns(found: Concept) -> list[dict[str, Any]]:
    """The words language by language: Finnish, Swedish, English first, further ones after them."""
    spoken = {label.language for label in found.labels.all()}
    order = [*LANGUAGES, *sorted(spoken - set(LANGUAGES))]
    return [
        {
            "language": language,
            "name": OWN_NAMES.get(language, language),
            "term": next((w.text for w in words if w.role == "pref"), ""),
            "synonyms": [w.text for w in words if w.role == "alt"],
            "hidden": [w.text for w in words if w.role == "hidden"],
            "is_seen": language in found.seen_in,
        }
        for language in order
        for words in [[label for label in found.labels.all() if label.language == language]]
    ]


def concept_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change the words of a concept."""
    found = queries.concept_for(request.user, uuid)
    require(permissions.can_edit_concept(request.user, found))
    form = ConceptForm(request.POST or None, initial=ConceptForm.of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_concept(
                found,
                terms=form.by_language("term"),
                synonyms={code: text.splitlines() for code, text in form.by_language("synonyms").items()},
                definition=form.by_language("definition"),
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The words are changed."))
            return redirect("vocabulary:concept", uuid)
    trail = [*_trail(found)[:-1], (found.label(), reverse("vocabulary:concept", args=[uuid])), (_("Edit words"), "")]
    return render(request, "vocabulary/concept_form.html", {"concept": found, "form": form, "trail": trail})


@login_not_required
def law(request: HttpRequest) -> HttpResponse:
    """What is in force on a day, what was and what is to come; and the four things with nearly one name."""
    form = DayForm(request.GET or None)
    today = timezone.localdate()
    day = (form.cleaned_data.get("on") if form.is_valid() else None) or today
    standing = queries.law_on(day)
    context = {
        "law": standing,
        "form": DayForm(initial={"on": day}) if not form.errors else form,
        "is_today": day == today,
        "rules": [(rule, value_in_words(rule, _language())) for rule in standing.rules],
        "trail": [(_("Vocabulary"), reverse("vocabulary:front")), (_("Law by date"), "")],
    }
    return render(request, "vocabulary/law.html", context)


@login_not_required
def export(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A whole vocabulary as a file."""
    if form not in exporting.CONTENT_TYPES:
        raise Http404
    vocabulary = queries.scheme_for(request.user, code)
    response = HttpResponse(exporting.export_vocabulary(vocabulary, form), content_type=exporting.CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{code}.{form}"'
    return response
