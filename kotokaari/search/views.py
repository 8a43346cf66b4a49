"""Finding over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kotokaari.arc.public import kinds
from kotokaari.foundation.errors import DomainError
from kotokaari.ui.public import Facet, FacetOption, query_toggled, query_with

from . import needs, queries
from .questions import MOST_LETTERS, words_of
from .registry import facet_kinds, sources, ways_on
from .showing import nodes_of
from .suggesting import suggest

A_PAGE = 20
FARTHEST = 50
SHOWN_OPTIONS = 12
MOST_VALUES = 20


def _language() -> str:
    return (get_language() or "fi")[:2]


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:MOST_LETTERS].strip()


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Search everything: results with the reason why, facets, and help where there are none."""
    words, number = _words(request), _page_number(request)
    kind = request.GET.get("kind", "")
    chosen = {
        facet.name: values for facet in facet_kinds() if (values := request.GET.getlist(facet.name)[:MOST_VALUES])
    }
    hits = queries.find(
        words,
        _language(),
        kinds=[kind] if kind else None,
        user=request.user,
        limit=A_PAGE,
        offset=(number - 1) * A_PAGE,
        chosen=chosen,
        facets=("kind", *(facet.name for facet in facet_kinds())),
        as_typed="as_typed" in request.GET,
    )
    nodes = nodes_of(request.user, hits.results)
    context = {
        "words": words,
        "hits": hits,
        "rows": [(hit, nodes[hit.uuid], kinds()[hit.kind].label) for hit in hits.results if hit.uuid in nodes],
        "page": _pages(hits.total).get_page(number),
        "groups": _facets(request, kind, chosen, hits) if words else [],
        "chips": _chips(request, chosen),
        "as_typed": f"?{urlencode({'q': words, 'as_typed': '1'})}",
        "everything": f"?{urlencode({'q': words})}" if kind or chosen else "",
        **_where_nothing(words, hits, kind, chosen),
    }
    return render(request, "search/page.html", context)


def _where_nothing(words: str, hits: queries.Hits, kind: str, chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What is offered where nothing answers the whole question; the question is counted as a need."""
    if not words or hits.full or kind or chosen:
        return {"ways_on": [], "alone": [], "need": ""}
    needs.note_unanswered(words, hits.language)
    codes = [code for word in hits.words for code in word.codes]
    ways = ways_on(words_of(words, hits.language), codes, hits.language)[:6]
    alone = (
        [(word, f"?{urlencode({'q': word.text})}") for word in hits.words if word.total] if len(hits.words) > 1 else []
    )
    return {
        "ways_on": [(way, f"?{urlencode({'q': way.query})}") for way in ways],
        "alone": alone,
        "need": f"{reverse('search:need')}?{urlencode({'q': words})}" if needs.is_tellable(words) else "",
    }


@login_not_required
@require_GET
def suggestions(request: HttpRequest) -> JsonResponse:
    """What somebody who types may mean, as JSON: ``{"suggestions": [{"text", "kind"}]}``."""
    known = kinds()
    found = suggest(request.GET.get("w", "").replace("\x00", ""), _language())
    rows = [{"text": one.text, "kind": str(known[one.kind].label) if one.kind in known else ""} for one in found]
    answer = JsonResponse({"suggestions": rows})
    answer["Cache-Control"] = "public, max-age=60"
    return answer


class NeedForm(forms.Form):
    """A need that no search answers: the words, a sentence more, a place."""

    need = forms.CharField(max_length=needs.LONGEST)
    note = forms.CharField(max_length=needs.LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].label = _("What is needed?")
        self.fields["note"].label = _("For whom, and what would help?")
        self.fields["note"].help_text = _("No names, numbers or addresses of persons. You need not tell who you are.")


@login_not_required
def need(request: HttpRequest) -> HttpResponse:
    """Leave behind a need that no search answers. Anonymous."""
    form = NeedForm(request.POST if request.method == "POST" else None, initial={"need": _words(request)})
    if request.method == "POST" and form.is_valid():
        try:
            needs.leave_need(form.cleaned_data["need"], _language(), note=form.cleaned_data["note"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('search:need')}?left=1")
    context = {
        "form": form,
        "left": "left" in request.GET,
        "trail": [(_("Search"), reverse("search:page")), (_("A need"), "")],
    }
    return render(request, "search/need.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), FARTHEST) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _pages(total: int) -> Paginator:
    """Pages of a list of this length; nobody turns more than FARTHEST of them."""
    return Paginator(range(min(total, A_PAGE * FARTHEST)), A_PAGE)


def _facets(
    request: HttpRequest, kind: str, chosen: Mapping[str, Sequence[str]], hits: queries.Hits
) -> list[tuple[Facet, bool]]:
    """Kinds, then what rooms filter by: values with the number of results each gives, the other choices kept."""
    known, counts = kinds(), hits.facets.get("kind", {})
    options = [
        FacetOption(
            known[one].label,
            query_with(request.GET, kind=None if one == kind else one, page=None),
            counts.get(one, 0),
            one == kind,
        )
        for one in sources()
        if one in known and (counts.get(one) or one == kind)
    ]
    groups = [(Facet("kind", _("Only"), options), True)] if options else []
    for facet in facet_kinds():
        own, words = chosen.get(facet.name, ()), facet.words(hits.language)
        numbers = hits.facets.get(facet.name, {})
        values = sorted({*numbers, *own}, key=lambda value: (value not in own, -numbers.get(value, 0), value))
        rows = [
            FacetOption(
                words(value), query_toggled(request.GET, facet.name, value), numbers.get(value, 0), value in own
            )
            for value in values[:SHOWN_OPTIONS]
        ]
        if rows:
            groups.append((Facet(facet.name, facet.label, rows), bool(own)))
    return groups


def _chips(request: HttpRequest, chosen: Mapping[str, Sequence[str]]) -> list[FacetOption]:
    """What is chosen, to be taken away one by one."""
    words = {facet.name: facet.words(_language()) for facet in facet_kinds()}
    return [
        FacetOption(words[name](value), query_toggled(request.GET, name, value), None, True)
        for name, values in chosen.items()
        for value in values
    ]
