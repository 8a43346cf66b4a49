"""Two versions of a rubric, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from kotokaari.catalogue.public import word_difference
from kotokaari.foundation.text import TranslatedText

from . import content, wording

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that differs: its label, and runs of words that stayed, came or went."""

    label: str
    pieces: list[Any]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """A criterion or gate, or the rubric itself, that differs."""

    kind: Kind
    heading: str
    differences: list[Difference]


def compare(before: dict[str, Any], after: dict[str, Any], language: str) -> list[PartDifference]:
    """What differs between two rubrics (``content.content_of``) in one language, part by part."""
    found = [_part(_("The rubric itself"), _own(before, language), _own(after, language))]
    for kind in ("criteria", "gates"):
        found += _parts(before[kind], after[kind], language)
        found.append(_part(wording.label(kind), _order(before[kind], language), _order(after[kind], language)))
    return [part for part in found if part]


def _own(rubric: dict[str, Any], language: str) -> dict[str, str]:
    """What a rubric says of itself. Change notes belong to one version: they are not compared."""
    texts = {wording.label(name): _words(rubric[name], language) for name in ("name", "about")}
    return texts | {wording.label(name): rubric[name] for name in ("source", "source_url")}


def _order(parts: list[dict[str, Any]], language: str) -> dict[str, str]:
    return {wording.label("order"): ", ".join(_words(part["name"], language) for part in parts)}


def _parts(before: list[dict[str, Any]], after: list[dict[str, Any]], language: str) -> Iterator[PartDifference | None]:
    was, now = ({part["code"]: part for part in parts} for parts in (before, after))
    for code in [*now, *(code for code in was if code not in now)]:
        heading = _words((now.get(code) or was[code])["name"], language)
        old, new = (_said(parts[code], language) if code in parts else {} for parts in (was, now))
        yield _part(heading, old, new)


def _said(part: dict[str, Any], language: str) -> dict[str, str]:
    """Every text of a criterion or gate by its label."""
    names = [name for name in (*content.CRITERION_TEXTS, "how_to_mend") if name in part]
    said = {wording.label(name): _words(part[name], language) for name in names}
    if "levels" in part:
        said[wording.label("checklist")] = "\n".join(_words(line, language) for line in part["checklist"])
        said |= {wording.label(f"level_{one}"): _words(part["levels"].get(one), language) for one in content.LEVELS}
        said[wording.label("weight")] = part["weight"]
        said[wording.label("floor")] = "" if part["floor"] is None else str(part["floor"])
    else:
        said[wording.label("rule")] = part["rule"]
    said[wording.label("reads")] = ", ".join(wording.fields_read(part["reads"]))
    return said


def _part(heading: str, was: dict[str, str], now: dict[str, str]) -> PartDifference | None:
    labels = [*now, *(label for label in was if label not in now)]
    differences = [
        Difference(label, word_difference(was.get(label, ""), now.get(label, "")))
        for label in labels
        if was.get(label, "") != now.get(label, "")
    ]
    if not differences:
        return None
    kind: Kind = "changed" if was and now else "added" if now else "removed"
    return PartDifference(kind, heading, differences)


def _words(text: Any, language: str) -> str:
    return TranslatedText.from_json(text).text(language)
