"""What stands under a theme, in words: gaps with their intervals, codes with their counts, approved quotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kotokaari.foundation.models import AuditEvent

from ..logic.themes import Found, Item
from ..logic.withholding import LEAST
from ..models import Code, Evidence, Response, Survey, Theme
from .gathering import Gathered, item_names
from .telling import between, line_at, number, stability_words


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as it is read. ``line``: where its drawing begins, ends and has its dot."""

    evidence: Evidence
    kind: str
    label: Any
    sentence: str
    line: tuple[float, float, float] | None = None
    disagree: bool = False
    language: str = ""


@dataclass(slots=True)
class Card:
    """A theme with its evidence, its own and of those that went into it."""

    theme: Theme
    pieces: list[Piece] = field(default_factory=list)
    merged: list[Theme] = field(default_factory=list)

    @property
    def quotations(self) -> list[Piece]:
        """Approved words of those who answered."""
        return [piece for piece in self.pieces if piece.kind == "quotation"]

    @property
    def figures(self) -> list[Piece]:
        """Gaps and codes."""
        return [piece for piece in self.pieces if piece.kind != "quotation"]


def themes_with_evidence(survey: Survey) -> list[Theme]:
    """All themes of a survey with what stands under them; no quotation while fewer than five have answered. Two queries."""
    fifth = Response.objects.filter(survey=survey, is_sent=True).order_by("pk")[LEAST - 1 : LEAST]
    evidence = Evidence.objects.select_related("choice", "code", "quotation__answer__response").order_by("pk")
    evidence = evidence.filter(Q(quotation=None) | Exists(fifth))
    return list(survey.themes.select_related("merged_into").prefetch_related(Prefetch("evidence", queryset=evidence)))


def cards_of(themes: Iterable[Theme], figures: Mapping[int, dict[str, Any]] | None = None) -> list[Card]:
    """Themes that stand by themselves; ``figures`` by evidence as they are now, else as they were kept."""
    everything = list(themes)
    cards = {theme.pk: Card(theme) for theme in everything if theme.merged_into_id is None}
    for theme in everything:
        card = cards.get(theme.merged_into_id or theme.pk)
        if card is None:
            continue
        if theme.merged_into_id:
            card.merged.append(theme)
        for one in theme.evidence.all():
            piece = _piece(one, one.figures if figures is None else figures.get(one.pk, {}))
            if piece:
                card.pieces.append(piece)
    return list(cards.values())


def _piece(one: Evidence, figures: Mapping[str, Any]) -> Piece | None:
    if one.quotation is not None:
        if one.quotation.approved_at is None:
            return None
        return Piece(one, "quotation", one.quotation.text, "", language=one.quotation.answer.response.language)
    if one.choice is not None:
        return _of_item(one, figures)
    if one.code is None:
        return None
    count = figures.get("count") or 0
    sentence = (
        ngettext("%(count)s open answer", "%(count)s open answers", count) % {"count": count}
        if count >= LEAST
        else _("fewer than five open answers")
    )
    return Piece(one, "code", one.code.name, sentence)


def _of_item(one: Evidence, figures: Mapping[str, Any]) -> Piece:
    assert one.choice is not None
    if not figures:
        return Piece(one, "item", one.choice.label, _("fewer than five answers, so not told"))
    words = {
        "gap": number(figures["gap"], 2),
        "interval": between(figures["low"], figures["high"]),
        "count": figures["n"],
        "stable": stability_words(figures["stability"]),
    }
    sentence = _("Gap %(gap)s, with 95 %% certainty %(interval)s; %(count)s answers; %(stable)s.") % words
    line = (line_at(figures["low"]), line_at(figures["high"]), line_at(figures["gap"]))
    return Piece(one, "item", one.choice.label, sentence, line, bool(figures.get("disagree")))


def figures_now(themes: Iterable[Theme], found: Gathered, gaps: Found | None) -> dict[int, dict[str, Any]]:
    """By piece of evidence, what can be told of it now. One query."""
    items = {item.item: item for item in gaps.items} if gaps else {}
    names = item_names(found.questions)
    counts = code_counts(found.survey) if found.is_enough else {}
    told: dict[int, dict[str, Any]] = {}
    for theme in themes:
        for one in theme.evidence.all():
            if one.choice is not None:
                item = items.get(names.get((one.choice.question_id, one.choice.code), ""))
                told[one.pk] = of_item(item) if item else {}
            elif one.code is not None:
                told[one.pk] = {"count": counts.get(one.code_id or 0, 0)}
    return told


def of_item(item: Item) -> dict[str, Any]:
    """An item's figures as they are kept under a theme."""
    return {
        "n": item.n,
        **{name: round(getattr(item, name), 4) for name in ("gap", "low", "high", "stability")},
        "rank": item.rank,
        "disagree": item.disagreement is not None and item.disagreement < 0.05,
    }


def code_counts(survey: Survey) -> dict[int, int]:
    """How many open answers people put each code to; suggestions do not count. One query."""
    confirmed = Count("codings", filter=Q(codings__is_suggestion=False))
    return dict(Code.objects.filter(survey=survey).annotate(many=confirmed).values_list("pk", "many"))


def public_themes(survey: Survey) -> list[Theme]:
    """What everybody reads: chosen, published themes, and those that went into them. Two queries."""
    themes = themes_with_evidence(survey)
    shown = {theme.pk for theme in themes if theme.is_public and theme.is_chosen}
    return [theme for theme in themes if theme.pk in shown or theme.merged_into_id in shown]


def history_of(survey: Survey) -> list[tuple[Any, str, str]]:
    """The last things that happened to the themes: when, what, to which. Two queries; nobody is named."""
    words = {
        "theme made": _("made"),
        "theme described": _("described"),
        "theme chosen": pgettext("theme", "chosen"),
        "theme left out": _("left out"),
        "theme merged": _("merged into another"),
        "theme parted": _("taken out of another"),
        "theme split": _("split"),
        "evidence added": _("evidence added"),
        "evidence removed": _("evidence removed"),
        "theme published": _("published"),
        "theme withdrawn": _("withdrawn"),
    }
    uuids = [str(uuid) for uuid in survey.themes.values_list("uuid", flat=True)]
    events = AuditEvent.objects.filter(target__in=uuids, action__in=words)[:30]
    return [(event.at, words[event.action], event.target_label) for event in events]
