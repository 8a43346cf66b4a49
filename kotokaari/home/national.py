"""How practices spread: the national view for specialists. Every chart has a table and a sentence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kotokaari.adoption.public import REGION_TILES, Choice, Spread, lines_in_words, region_name
from kotokaari.exchange.public import unanswered_questions
from kotokaari.foundation.access import require
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.tables import csv_text
from kotokaari.people.public import Section, SignedInRequest, User, is_specialist, sort_key
from kotokaari.search import public as search
from kotokaari.ui.public import FacetOption, query_with
from kotokaari.vocabulary.public import concept_book

FIRST_YEAR = 2015
QUESTIONS = 12
SEARCHES = 20
MOST_NEEDS = 1000
COLUMNS = ("table", "code", "name", "measure", "number")


def spread(request: HttpRequest) -> HttpResponse:
    """How practices spread: by region, theme and size, where they stop, and what nobody has answered."""
    require(is_specialist(request.user))
    return render(request, "home/national.html", {"view": View(request.GET, request.user)})


def spread_csv(request: HttpRequest) -> HttpResponse:
    """The same numbers as one table, a number a row."""
    require(is_specialist(request.user))
    text = csv_text(COLUMNS, lines(View(request.GET, request.user).spread))
    name = f"kotokaari-spread-{timezone.localdate().isoformat()}.csv"
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def settle(request: SignedInRequest, key: int) -> HttpResponse:
    """Say that somebody sees to a search that found nothing. Asked for again, it comes back."""
    require(is_specialist(request.user))
    need = next((need for need in search.unanswered(MOST_NEEDS) if need.key == key), None)
    if need is None:
        raise Http404
    back = f"{reverse('home:spread')}#unanswered"
    if request.method == "POST":
        search.settle_need(key, by=request.user)
        messages.success(request, _("Marked as seen to. If somebody leaves it behind again, it comes back."))
        return redirect(back)
    context = {
        "title": _("Is “%(words)s” seen to?") % {"words": need.words},
        "text": _("It leaves this list. If somebody leaves the same need behind again, it comes back."),
        "confirm": _("It is seen to"),
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


def work_section(user: User) -> Section | None:
    """The way from «My work» to this view, for those who may see it."""
    if not is_specialist(user):
        return None
    return Section(_("How practices spread"), "home/national_work.html", {}, order=60)


class View:
    """The page of one choice: what is chosen, and the figures."""

    def __init__(self, params: QueryDict, user: Any) -> None:
        self.params = params
        self.user = user
        self.choice = choice_of(params)
        self.spread = Spread(self.choice)

    @property
    def today(self) -> str:
        """The day the figures are of."""
        return written_day(timezone.localdate(), _language())

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The way here."""
        return [(_("My work"), reverse("home:work")), (_("How practices spread"), "")]

    @property
    def csv_url(self) -> str:
        """The same choice as a file."""
        return f"{reverse('home:spread-csv')}{query_with(self.params)}".removesuffix("?")

    @property
    def theme_options(self) -> list[tuple[str, str, bool]]:
        """Themes to choose from: those practices have."""
        codes = cached("national.themes", lambda: [line.code for line in Spread(Choice()).themes])
        book = concept_book()
        options = [(code, book.label(code, _language()), code == self.choice.theme) for code in codes]
        return sorted(options, key=lambda option: sort_key(option[1]))

    @property
    def region_options(self) -> list[tuple[str, str, bool]]:
        """Regions to choose from, and abroad."""
        options = [(code, region_name(code, _language()), code == self.choice.region) for code in REGION_TILES]
        return sorted(options, key=lambda option: (option[0] == "abroad", sort_key(option[1])))

    @property
    def years(self) -> list[int]:
        """Years to choose from, the latest first."""
        first = min((entry.status_on.year for entry in self.spread.everything), default=FIRST_YEAR)
        return list(range(timezone.localdate().year, max(first, FIRST_YEAR) - 1, -1))

    @property
    def chips(self) -> list[FacetOption]:
        """What is chosen, each with the address that takes it away."""
        choice = self.choice
        made = []
        if choice.theme:
            made.append(self._chip("theme", concept_book().label(choice.theme, _language())))
        if choice.region:
            made.append(self._chip("region", region_name(choice.region, _language())))
        if choice.since:
            made.append(self._chip("from", _("From %(year)s") % {"year": choice.since.year}))
        if choice.until:
            made.append(self._chip("to", pgettext("year", "To %(year)s") % {"year": choice.until.year}))
        return made

    def _chip(self, name: str, label: str) -> FacetOption:
        return FacetOption(label, query_with(self.params, **{name: None}), None, True)

    @property
    def since_year(self) -> int | None:
        """The first year chosen."""
        return self.choice.since.year if self.choice.since else None

    @property
    def until_year(self) -> int | None:
        """The last year chosen."""
        return self.choice.until.year if self.choice.until else None

    # Sentences beside the charts

    @property
    def regions_sentence(self) -> str:
        """Regions in words."""
        return lines_in_words(self.spread.regions)

    @property
    def themes_sentence(self) -> str:
        """Themes in words."""
        return lines_in_words(self.spread.themes)

    @property
    def themes_in_use(self) -> list[Any]:
        """Themes with use by others."""
        return [line for line in self.spread.themes if line.numbers[0]]

    @property
    def themes_unused(self) -> list[str]:
        """Themes that have practices and no use by others."""
        return [line.label for line in self.spread.themes if not line.numbers[0]]

    @property
    def sizes_sentence(self) -> str:
        """Sizes in words."""
        return lines_in_words([line for line in self.spread.sizes if line.code])

    @property
    def areas_sentence(self) -> str:
        """Town and country in words."""
        return lines_in_words([line for line in self.spread.areas if line.code])

    # Headings that two tables share

    @property
    def theme_heads(self) -> list[str]:
        """The numbers of a theme."""
        return [_("Organisations"), pgettext("practices", "In use"), pgettext("practices", "In all")]

    @property
    def use_heads(self) -> list[str]:
        """The numbers of a size or an area."""
        return [_("Organisations"), _("Adoptions")]

    # What nobody has answered

    @cached_property
    def questions(self) -> Any:
        """The questions that wait the longest, and how many there are."""
        return unanswered_questions(self.user, most=QUESTIONS)

    @cached_property
    def searches(self) -> list[search.Need]:
        """Searches that found nothing and nobody has seen to; those left behind as needs first."""
        return search.unanswered(SEARCHES)


def choice_of(params: QueryDict) -> Choice:
    """What the address says; what nobody knows is left out."""
    theme, region = params.get("theme", ""), params.get("region", "")
    first, last = _year(params.get("from", "")), _year(params.get("to", ""))
    return Choice(
        theme=theme if theme in concept_book().by_code else "",
        region=region if region in REGION_TILES else "",
        since=datetime.date(first, 1, 1) if first else None,
        until=datetime.date(last, 12, 31) if last else None,
    )


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 and int(text) >= 1900 else None


def lines(figures: Spread) -> Iterable[Sequence[object]]:
    """Every number of the view as a row: which table, of what, which measure."""
    tables = (
        ("region", figures.regions, ("organisations", "practices", "on_the_way", "stopped")),
        ("theme", figures.themes, ("organisations", "practices_used", "practices")),
        ("size", figures.sizes, ("organisations", "adoptions")),
        ("area", figures.areas, ("organisations", "adoptions")),
    )
    for table, rows, measures in tables:
        for row in rows:
            for measure, number in zip(measures, row.numbers, strict=True):
                yield table, row.code, row.label, measure, number
    for stage in figures.stages:
        for measure in ("reached", "now", "stopped"):
            yield "stage", stage.code, stage.label, measure, getattr(stage, measure)
    for funnel in figures.all_funnels:
        for stage, number in zip(figures.stages, funnel.stages, strict=True):
            yield "practice", funnel.practice.uuid, funnel.practice.name.text, stage.code, number
        yield "practice", funnel.practice.uuid, funnel.practice.name.text, "stopped", funnel.stopped
    for need in search.unanswered(MOST_NEEDS):
        yield "search", need.language, need.words, "asked", need.count
        yield "search", need.language, need.words, "left_as_need", need.told
    for practice in figures.never_adopted:
        yield "never_adopted", practice.uuid, practice.name.text, "adoptions", 0
    for theme in figures.theme_maps:
        for region in theme.missing:
            yield "theme_missing_in_region", theme.code, f"{theme.label}: {region}", "organisations", 0


def _language() -> str:
    return (get_language() or "fi")[:2]
