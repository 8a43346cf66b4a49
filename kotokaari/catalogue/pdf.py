"""A practice on paper: one page (the card) or all of it, as tagged PDF (PDF/UA-1) in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override, pgettext

from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.text import Reading, TranslatedText
from kotokaari.foundation.typesetting import breakable, typeset

from . import page, reading
from .models import Practice, Version
from .words import language_name, written_day

Mode = Literal["card", "full"]
SOURCE = Path(__file__).parent / "typst" / "practice.typ"
ANSWER = ("target_groups", "solution", "not_suitable_when", "materials", "places")
CARD_WORDS = {"summary": 110, "solution": 170, "not_suitable_when": 90}
LANGUAGE = re.compile(r"[a-z]{2,3}")


def paper(practice: Practice, version: Version, language: str, mode: Mode) -> bytes:
    """The PDF; that of a public practice is remembered until public data changes."""
    if version.is_draft or practice.status not in Practice.PUBLIC:
        return _make(practice, version, language, mode)
    key = ("paper", mode, version.pk, language, timezone.localdate())
    return cached(key, lambda: _make(practice, version, language, mode))


def _make(practice: Practice, version: Version, language: str, mode: Mode) -> bytes:
    with override(language):
        whole = _Paper(language, mode).of(page.of_practice(practice, version, language))
    return typeset(SOURCE, whole)


def shortened(text: str, most: int) -> str:
    """At most so many words; the cut is marked."""
    words = text.split(" ")
    return text if len(text.split()) <= most else " ".join(words[:most]) + " …"


class _Paper:
    """Turns the context of a practice's page into plain data for the typesetter."""

    def __init__(self, language: str, mode: Mode) -> None:
        self.language = language
        self.mode = mode
        self.notes = True

    def of(self, context: dict[str, Any]) -> dict[str, Any]:
        """All that stands on the paper."""
        practice, version = context["practice"], context["version"]
        self.notes = context["notes"]
        title = self.text(version.title.read(self.language))
        title["text"] = " ".join(line for lines in title.pop("paragraphs") for line in lines) or practice.key
        return {
            "mode": self.mode,
            "language": self.language,
            "author": context["owner"].name,
            "description": gettext("A practice in Kotokaari"),
            "house": "Kotokaari",
            "eyebrow": context["owner"].name,
            "title": title,
            "summary": self.text(version.summary.read(self.language), CARD_WORDS["summary"]),
            "notices": self.notices(context),
            "marks": [{"label": m.label, "words": m.words, "detail": m.detail} for m in context["marks"]],
            "answer": self.answer(context),
            "chapters": [] if self.mode == "card" else self.chapters(context),
            "footer": self.footer(practice, version),
        }

    def text(self, value: Reading | TranslatedText | str, most: int = 0, short: bool = False) -> dict[str, Any]:
        """A text with its language and the note it needs."""
        if isinstance(value, TranslatedText):
            value = value.read(self.language)
        text, note, language = str(value), "", self.language
        if isinstance(value, Reading):
            if value.needs_note and self.notes:
                note = page.short_note(value) if short else page.note_words(value)
            language = value.language if LANGUAGE.fullmatch(value.language) else self.language
        if most and self.mode == "card":
            text = shortened(text, most)
        parts = [part.splitlines() for part in re.split(r"\n\s*\n", breakable(text.strip())) if part.strip()]
        return {"lang": language, "paragraphs": parts, "note": note}

    def cell(self, cell: reading.Cell) -> dict[str, Any]:
        """A cell with its address."""
        return {"text": self.text(cell.text, short=True), "url": cell.url}

    def told(self, field: reading.Told) -> dict[str, Any]:
        """A field in the shape the paper has for it."""
        made: dict[str, Any] = {"label": field.label, "shape": field.shape}
        if field.is_example:
            made["label"] = f"{field.label} ({pgettext('invented content', 'example')})"
        if field.shape == "text":
            made["value"] = self.text(field.value, CARD_WORDS.get(field.name, 0))
        elif field.shape == "words":
            made["value"] = breakable(field.value)
        elif field.shape == "table":
            made["heads"] = [str(head.text) for head in field.heads]
            made["value"] = [[self.cell(cell) for cell in row] for row in field.value]
        else:
            made |= self.items(field)
        return made

    def items(self, field: reading.Told) -> dict[str, Any]:
        """Materials as a list, steps and building blocks part by part."""
        rows = [{name: cell for name, cell in item.items() if isinstance(cell, reading.Cell)} for item in field.value]
        if field.shape == "materials":
            named = [reading.Cell(row["title"].text, row["url"].url) for row in rows if row["title"]]
            return {"shape": "list", "value": [self.cell(cell) for cell in named]}
        parts = [[self.cell(cell) for cell in row.values() if cell] for row in rows]
        if field.shape == "steps":
            return {"value": parts}
        cores = [item["code"] == "core" for item in field.value]
        return {"value": [{"core": core, "parts": made} for core, made in zip(cores, parts, strict=True)]}

    def answer(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        """What a front-line worker needs: for whom, what to do, when not, with what, whom to ask, where."""
        fields = [self.told(field) for name in ANSWER if (field := context["answer"][name])]
        fields.insert(-1, {"label": gettext("Whom to ask"), "shape": "words", "value": self.contacts(context)})
        address = f"{settings.BASE_URL}{context['practice'].get_absolute_url()}"
        fields.append(
            {"label": gettext("On the web"), "shape": "list", "value": [self.cell(reading.Cell(address, address))]}
        )
        return fields

    def contacts(self, context: dict[str, Any]) -> str:
        """Those who agreed to be named, and the organisation."""
        people = [
            ", ".join(part for part in (contact.user.name, self.plain(contact.role)) if part)
            for contact in context["contacts"]
        ]
        return breakable("; ".join([*people, context["owner"].name]))

    def chapters(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        """Every section of the record, and then money, projects and sources."""
        told = [
            {"label": chapter.label, "fields": [self.told(field) for field in chapter.fields]}
            for chapter in context["chapters"]
        ]
        around = self.around(context)
        return [*told, {"label": gettext("Around this practice"), "fields": around}] if around else told

    def around(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        """Partners, projects, funding and sources as lists."""
        lists: Sequence[tuple[str, list[reading.Cell]]] = (
            (gettext("Partners"), [reading.Cell(partner.name) for partner in context["partners"] if partner]),
            (
                gettext("Projects"),
                [reading.Cell(project.name.read(self.language)) for project, _ in context["projects"]],
            ),
            (gettext("Funding"), [reading.Cell(self.grant(grant)) for grant in context["grants"]]),
            (gettext("Sources"), [reading.Cell(self.plain(source.title), source.url) for source in context["sources"]]),
        )
        return [
            {"label": label, "shape": "list", "value": [self.cell(cell) for cell in cells]}
            for label, cells in lists
            if cells
        ]

    def plain(self, text: TranslatedText | str) -> str:
        """The words alone."""
        return text.read(self.language).text if isinstance(text, TranslatedText) else text

    def grant(self, grant: page.GrantLine) -> str:
        """Money in one line."""
        parts = (self.plain(grant.funder), self.plain(grant.programme), grant.amount, grant.years)
        return ", ".join(part for part in parts if part)

    def notices(self, context: dict[str, Any]) -> list[str]:
        """What must be known before reading on."""
        practice = context["practice"]
        known = {
            Practice.Status.DRAFT: gettext("This practice is a draft: only those who write it can see it."),
            Practice.Status.ENDED: gettext("This practice has ended. It is kept here for what can be learned from it."),
            Practice.Status.ARCHIVED: gettext("This practice is in the archive: nobody keeps it up to date."),
        }
        notices = [known[practice.status]] if practice.status in known else []
        if context["common_note"]:
            notices.append(context["common_note"])
        if practice.is_example:
            notices.append(gettext("This content is invented to show how the service works."))
        return notices

    def footer(self, practice: Practice, version: Version) -> str:
        """Version, freshness, licence and the day of printing, in a line."""
        parts = [gettext("Version %(number)s") % {"number": version.number}]
        if version.published_at:
            parts.append(written_day(timezone.localtime(version.published_at).date(), self.language))
        if practice.unconfirmed_since:
            day = written_day(practice.unconfirmed_since, self.language)
            parts.append(gettext("Not confirmed since %(confirmed)s") % {"confirmed": day})
        elif practice.confirmed_on:
            day = written_day(practice.confirmed_on, self.language)
            parts.append(gettext("Confirmed %(confirmed)s") % {"confirmed": day})
        printed = written_day(timezone.localdate(), self.language)
        parts += [practice.licence, gettext("Printed %(day)s") % {"day": printed}, language_name(self.language)]
        return " · ".join(parts)
