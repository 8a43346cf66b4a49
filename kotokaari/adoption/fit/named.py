"""Values inside reasons that find their words only when somebody reads them, in that reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from django.utils import formats
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.people.public import place_book, sort_key
from kotokaari.vocabulary.public import concept_book

from ..models import Situation

# Languages people speak at home, by ISO 639 code; Babel has their names.
LANGUAGES = [
    "am",
    "ar",
    "az",
    "bn",
    "bs",
    "ckb",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fa",
    "fi",
    "fil",
    "fr",
    "hi",
    "hr",
    "hu",
    "hy",
    "it",
    "ja",
    "ka",
    "kk",
    "kmr",
    "ko",
    "ku",
    "lt",
    "lv",
    "my",
    "ne",
    "nl",
    "no",
    "pl",
    "prs",
    "ps",
    "pt",
    "pa",
    "ro",
    "ru",
    "rw",
    "se",
    "si",
    "sk",
    "sl",
    "so",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "th",
    "ti",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "yue",
    "zh",
]
RESOURCES = {
    "premises": _("premises"),
    "volunteers": _("volunteers"),
    "interpreters": _("interpreters"),
    "digital": _("digital tools"),
}


def reader_language() -> str:
    """The language of this request."""
    return (get_language() or "fi")[:2]


@lru_cache(maxsize=8)
def _names_of_languages(language: str) -> dict[str, str]:
    known = Locale.parse(language).languages
    dari = {"fi": "dari", "sv": "dari", "en": "Dari"}
    return {code: known.get(code) or (dari[language] if code == "prs" else code) for code in LANGUAGES}


def language_name(code: str) -> str:
    """A language by its name in the reader's language; the code when nobody knows it."""
    return _names_of_languages(reader_language()).get(code, code)


def language_options() -> list[tuple[str, str]]:
    """(code, name) of each language, by name."""
    return sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda option: sort_key(option[1]))


@dataclass(frozen=True, slots=True)
class Named:
    """Things by code, said by their names."""

    kind: str
    codes: tuple[str, ...]

    @classmethod
    def of(cls, kind: str, codes: Iterable[object]) -> Named:
        """These things, always in the same order."""
        return cls(kind, tuple(sorted(str(code) for code in codes)))

    def __str__(self) -> str:
        return ", ".join(self.names())

    def names(self) -> list[str]:
        """One name each."""
        return [self._name(code) for code in self.codes]

    def _name(self, code: str) -> str:
        language = reader_language()
        if self.kind == "concept":
            return concept_book().label(code, language)
        if self.kind == "place":
            return place_book().name(code, language)
        if self.kind == "language":
            return language_name(code)
        if self.kind == "resource":
            return str(RESOURCES.get(code, code))
        if self.kind == "size":
            return str(dict(Situation.Size.choices).get(code, code))
        if self.kind == "area":
            return str(dict(Situation.Area.choices).get(code, code))
        field = RECORD_FIELDS[self.kind]
        return str(field.label_of(int(code) if code.isdigit() else code))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as people write it; with ``unit`` € it is money."""

    value: float
    unit: str = ""

    def __str__(self) -> str:
        places = 0 if self.value == int(self.value) else (2 if self.unit else 1)
        if not self.unit and round(self.value, 1) != self.value:
            places = 2
        number = formats.number_format(self.value, places, force_grouping=True)
        return f"{number}\u00a0{self.unit}" if self.unit else number


@dataclass(frozen=True, slots=True)
class Yearly:
    """Money in a year."""

    value: float

    def __str__(self) -> str:
        return gettext("%(amount)s a year") % {"amount": Amount(self.value, "€")}


@dataclass(frozen=True, slots=True)
class Band:
    """A cost band by its limits: what stands after the colon of its name."""

    band: int

    def __str__(self) -> str:
        return str(RECORD_FIELDS["cost_band"].label_of(self.band)).rpartition(": ")[2]
