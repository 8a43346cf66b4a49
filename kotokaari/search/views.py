"""Finding over HTTP."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.arc.public import kinds
from kotokaari.ui.public import Facet, FacetOption, query_with

from . import queries
from .questions import MOST_LETTERS
from .registry import sources
from .showing import nodes_of

A_PAGE = 20
FARTHEST = 50


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Search everything: results with the reason why, or help where there are none."""
    words = request.GET.get("q", "").replace("\x00", "")[:MOST_LETTERS].strip()
    kind = request.GET.get("kind", "")
    number = _page_number(request)
    hits = queries.find(
        words,
        (get_language() or "fi")[:2],
        kinds=[kind] if kind else None,
        user=request.user,
        limit=A_PAGE,
        offset=(number - 1) * A_PAGE,
        as_typed="as_typed" in request.GET,
    )
    nodes = nodes_of(request.user, hits.results)
    context = {
        "words": words,
        "hits": hits,
        "rows": [(hit, nodes[hit.uuid], kinds()[hit.kind].label) for hit in hits.results if hit.uuid in nodes],
        "page": _pages(hits.total).get_page(number),
        "kinds": _facet(request, kind),
        "alone": [(word, f"?{urlencode({'q': word.text})}") for word in hits.words],
        "as_typed": f"?{urlencode({'q': words, 'as_typed': '1'})}",
        "everything": f"?{urlencode({'q': words})}" if kind else "",
    }
    return render(request, "search/page.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), FARTHEST) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _pages(total: int) -> Paginator:
    """Pages of a list of this length; nobody turns more than FARTHEST of them."""
    return Paginator(range(min(total, A_PAGE * FARTHEST)), A_PAGE)


def _facet(request: HttpRequest, chosen: str) -> Facet:
    """The kinds of things that can be found."""
    known = kinds()
    options = [
        FacetOption(
            known[kind].label,
            query_with(request.GET, kind=None if kind == chosen else kind, page=None),
            None,
            kind == chosen,
        )
        for kind in sources()
        if kind in known
    ]
    return Facet("kind", _("Only"), options)
