"""Names of concepts and languages, and dates as people write them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.dates import written_date, written_day
from kotokaari.vocabulary.public import concept_book

__all__ = ["concept_names", "flag", "language_name", "written_date", "written_day"]

LANGUAGES = {
    "fi": _("Finnish"),
    "sv": _("Swedish"),
    "en": _("English"),
}


def concept_names(codes: Iterable[str], language: str) -> list[str]:
    """The preferred terms of concepts, in the order of ``codes``; an unknown code stands for itself."""
    book = concept_book()
    return [book.label(code, language) for code in codes]


def language_name(code: str) -> str:
    """A language by its name in the reader's language; the code when we have no word for it."""
    return str(LANGUAGES.get(code, code))


def flag(value: object) -> str:
    """Yes or no."""
    return gettext("Yes") if value else gettext("No")
