"""Names of concepts and languages, and dates as people write them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kotokaari.vocabulary.public import concept_book

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


def written_day(day: datetime.date, language: str) -> str:
    """12.3.2026, or 12 March 2026 in English."""
    if language in ("fi", "sv"):
        return f"{day.day}.{day.month}.{day.year}"
    return f"{day.day} {formats.date_format(day, 'F')} {day.year}"


def written_date(text: str, language: str) -> str:
    """A date as exactly as it is known: 2019, 3/2019 or March 2019, 31.3.2019."""
    try:
        if len(text) == 7:
            month = datetime.date.fromisoformat(f"{text}-01")
            return (
                f"{month.month}/{month.year}"
                if language in ("fi", "sv")
                else f"{formats.date_format(month, 'F')} {month.year}"
            )
        return written_day(datetime.date.fromisoformat(text), language) if len(text) == 10 else text
    except ValueError:
        return text


def flag(value: object) -> str:
    """Yes or no."""
    return gettext("Yes") if value else gettext("No")
