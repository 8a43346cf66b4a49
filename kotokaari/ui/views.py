"""The gallery: every component with its states, open to anyone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.foundation.text import Rendering, TranslatedText

from .forms import GalleryForm
from .icons import ICONS
from .public import Column, Facet, FacetOption, Station, Tab, query_toggled


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, drawn with invented content; ``?dir=rtl`` turns the page around."""
    turned = "rtl" if request.GET.get("dir") == "rtl" else ""
    return render(request, "ui/gallery.html", {**_samples(request), "turned": turned})


@login_not_required
def confirm(request: HttpRequest) -> HttpResponse:
    """What a confirmation looks like as a page; the act itself is only a message."""
    if request.method == "POST":
        messages.success(request, _("Done: nothing was deleted, this is only the gallery."))
        return redirect("ui:gallery")
    question = {"title": _("Delete the draft?"), "text": _("It cannot be brought back."), "confirm": _("Delete")}
    return render(request, "ui/confirm.html", {**question, "cancel": "../"})


@login_not_required
def autosave(request: HttpRequest) -> HttpResponse:
    """Takes a draft and forgets it."""
    return HttpResponse(status=204 if request.method == "POST" else 405)


def _samples(request: HttpRequest) -> dict[str, Any]:
    return {
        "form": GalleryForm(),
        "wrong_form": GalleryForm({"title": "wrong", "email": "x", "groups": ["adults"]}, auto_id="wrong_%s"),
        "page": Paginator(range(240), 10).get_page(request.GET.get("page", "7")),
        "stations": _stations(),
        "columns": [
            Column("title", _("Practice"), sortable=True),
            Column("place", _("Place"), sortable=True),
            Column("adoptions", _("Adoptions"), sortable=True, numeric=True),
        ],
        "facet_group": _facet(request),
        "tabs": [Tab("read", _("Read"), "?"), Tab("versions", _("Versions"), "?tab=versions", 3)],
        "trail": [(_("Front page"), "/"), (_("Practices"), "/"), (_("Neighbourhood mothers"), "")],
        "texts": _texts(),
        "now": dt.datetime(2026, 11, 22, 14, 5, tzinfo=dt.UTC),
        "icons": ICONS,
    }


def _stations() -> list[Station]:
    return [
        Station("need", _("Need"), 2, "#need", "filled"),
        Station("theme", _("Theme"), 1, "#theme", "filled"),
        Station("idea", _("Idea"), 1, "#idea", "filled"),
        Station("epic", _("Epic"), invite=_("not yet")),
        Station("practice", _("Practice"), state="here"),
        Station("adoption", _("Adoption"), href="#adoption", invite=_("be the first")),
        Station("review", _("Peer review"), invite=_("not yet")),
        Station("measure", _("Measure"), 1, "#measure", "filled"),
        Station("effect", _("Effect"), invite=_("not yet known")),
    ]


def _facet(request: HttpRequest) -> Facet:
    chosen = request.GET.getlist("theme")
    counted = [("language", _("Language learning"), 12), ("work", _("Work"), 9), ("families", _("Families"), 4)]
    return Facet(
        "theme",
        _("Theme"),
        [FacetOption(w, query_toggled(request.GET, "theme", key), n, key in chosen) for key, w, n in counted],
    )


SENTENCES = {
    "fi": "Kotoutumissuunnitelmien laatimisen periaatteet kootaan yhteen.",
    "sv": "Principerna för integrationsplanerna samlas.",
    "en": "The principles of making integration plans are brought together.",
}


def _texts() -> dict[str, TranslatedText]:
    """A text that is not in the reader's language, one by machine, and one behind its original."""
    reader = (get_language() or "fi")[:2]
    source = "sv" if reader == "fi" else "fi"
    whole = TranslatedText.of(source, SENTENCES[source]).with_translation(reader, SENTENCES[reader])
    return {
        "elsewhere": TranslatedText.of(source, SENTENCES[source]),
        "machine": whole.with_translation(reader, SENTENCES[reader], status="machine"),
        "stale": whole.with_source(f"{SENTENCES[source]} 2027."),
        "arabic": TranslatedText("ar", {"ar": Rendering("نساعد الأسر في الحي. اتصلوا بنا.")}),
    }
