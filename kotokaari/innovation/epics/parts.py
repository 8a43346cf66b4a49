"""The parts of an epic: what stands beside each while one writes, and how an epic's texts are read.

The rows (``EpicText``) are one a part and language. The language an epic was first written in is its own; texts in
others are translations, and go stale when a later word of its own came after them (``Epic`` keeps no other record).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.models import Epic, EpicText

Part = EpicText.Part
PARTS = tuple(Part.values)
MOST = 4000  # characters of a part
MOST_OF_NAME = 160

GUIDANCE: dict[str, Any] = {
    Part.NAME: _("A few words that others recognise it by."),
    Part.HYPOTHESIS: _("We believe that … for … will …; we know it when …"),
    Part.FOR_WHOM: _("Whose everyday life changes? Families, children, workers of which service?"),
    Part.BENEFIT: _("What is better for them afterwards, in their own words?"),
    Part.MEASURE: _("What would you see, hear or count in half a year, if you are right? And if you are wrong?"),
    Part.FIRST_STEP: _("Something small that can be done next month, with the people and the money there are."),
    Part.PARTNERS: _("Who must be with you, and who would be glad to be? Say roles and organisations, no names."),
    Part.RISKS: _("What could stop it, and what could it harm?"),
}
ROWS = {Part.NAME: 1, Part.HYPOTHESIS: 4, Part.BENEFIT: 3, Part.MEASURE: 3}


@dataclass(frozen=True, slots=True)
class Written:
    """A part as a page shows it."""

    part: str
    label: Any
    guidance: Any
    text: TranslatedText
    revision: int = 0
    rows: int = 2

    @property
    def is_name(self) -> bool:
        """Whether it is the epic's name: one line."""
        return self.part == Part.NAME


def most_of(part: str) -> int:
    """How many characters a part may have."""
    return MOST_OF_NAME if part == Part.NAME else MOST


def own_language(texts: Iterable[EpicText]) -> str:
    """The language an epic was first written in."""
    first = min(texts, key=lambda row: row.pk or 0, default=None)
    return first.language if first else "fi"


def text_of(rows: Iterable[EpicText], language: str) -> TranslatedText:
    """One part in every language, ``language`` being its source."""
    found = {row.language: row.text for row in rows if row.text.strip()}
    source = language if language in found else next(iter(found), language)
    translations = {code: words for code, words in found.items() if code != source}
    return TranslatedText.of(source, found.get(source, ""), **translations)


def written(epic: Epic) -> list[Written]:
    """Every part in order, as it stands; no query when the texts were fetched."""
    texts = list(epic.texts.all())
    language = own_language(texts)
    return [
        Written(
            part,
            Part(part).label,
            GUIDANCE[Part(part)],
            text_of([row for row in texts if row.part == part], language),
            max((row.revision for row in texts if row.part == part and row.language == language), default=0),
            ROWS.get(Part(part), 2),
        )
        for part in PARTS
    ]


def name_of(epic: Epic) -> TranslatedText:
    """The name, else the first words of the hypothesis, else its number; no query when the texts were fetched."""
    texts = list(epic.texts.all())
    language = own_language(texts)
    name = text_of([row for row in texts if row.part == Part.NAME], language)
    return name or TranslatedText.of(language, str(pgettext_lazy("epic", "Epic %(number)d") % {"number": epic.number}))


def title_of(epic: Epic) -> str:
    """The name in the reader's language."""
    return name_of(epic).read((get_language() or "fi")[:2]).text
