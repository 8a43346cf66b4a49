"""How well a panel member suits a submission: a number from 0 to 1, and the reasons in words.

A suggestion for sharing out the work, never a judgement of a person. Plain Python, no database.

=====================  ======  ===========================================================================
part                   weight  how it is counted
=====================  ======  ===========================================================================
themes                 0.70    the mean over the submission's themes: 1 for one the member knows, 0.5 for one
                               beside it (broader, narrower, related), 0 otherwise
kind of municipality   0.15    1 when the member knows that kind from within, else 0
language               0.15    1 when the member reads the language it was written in, 0.5 when only one of
                               its translations
=====================  ======  ===========================================================================

What either side has not said counts 0.5: silence is neither for nor against. A member who reads none of the
submission's languages cannot be given it at all: the value is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

THEMES, MUNICIPALITY, LANGUAGE = 0.70, 0.15, 0.15
BESIDE, NOT_SAID = 0.5, 0.5

Neighbours = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Member:
    """What a panel member brings: themes by code, languages read well, kinds of municipality known."""

    themes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    size_bands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Work:
    """What a submission asks for: its themes, its own language, all it can be read in, its kind of municipality."""

    themes: tuple[str, ...] = ()
    source_language: str = "fi"
    languages: frozenset[str] = frozenset()
    size_band: str = ""


@dataclass(frozen=True, slots=True)
class Affinity:
    """The number (None: cannot be given it) and why; ``known`` and ``beside`` are codes of themes."""

    value: float | None
    known: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    reasons: tuple[Any, ...] = field(default=())


def affinity(member: Member, work: Work, neighbours: Neighbours) -> Affinity:
    """How well ``member`` suits ``work``; ``neighbours`` are the themes beside each theme."""
    if not member.languages & (work.languages | {work.source_language}):
        return Affinity(None, reasons=(_("does not read the submission’s language"),))
    known = tuple(theme for theme in work.themes if theme in member.themes)
    beside = tuple(
        theme
        for theme in work.themes
        if theme not in member.themes and neighbours.get(theme, frozenset()) & member.themes
    )
    themes = NOT_SAID
    if work.themes and member.themes:
        themes = (len(known) + BESIDE * len(beside)) / len(work.themes)
    said_bands = bool(work.size_band and member.size_bands)
    band = float(work.size_band in member.size_bands) if said_bands else NOT_SAID
    own = work.source_language in member.languages
    value = THEMES * themes + MUNICIPALITY * band + LANGUAGE * (1.0 if own else BESIDE)
    return Affinity(round(value, 4), known, beside, _reasons(member, work, known, beside, band, said_bands, own))


def _reasons(
    member: Member,
    work: Work,
    known: tuple[str, ...],
    beside: tuple[str, ...],
    band: float,
    said_bands: bool,
    own: bool,
) -> tuple[Any, ...]:
    reasons: list[Any] = []
    if not member.themes:
        reasons.append(_("has not said which themes they know"))
    elif known:
        reasons.append(_("knows its themes") if len(known) == len(work.themes) else _("knows some of its themes"))
    elif beside:
        reasons.append(_("knows themes close to it"))
    elif work.themes:
        reasons.append(_("other themes"))
    if said_bands:
        reasons.append(_("knows that kind of municipality") if band else _("knows other kinds of municipality"))
    reasons.append(_("reads its own language") if own else _("reads it in translation"))
    return tuple(reasons)
