"""Professional fields that are suggested; kept in one language for each day, so that mixing does not see two in one."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import LANGUAGES
from kotokaari.innovation.models import Day

SUGGESTED = (
    _("Early childhood education"),
    _("Basic education"),
    _("Upper secondary and vocational education"),
    _("Adult education and language teaching"),
    _("Refugee and integration guidance"),
    _("Social work"),
    _("Health care"),
    _("Employment services"),
    _("Youth work"),
    _("Library, culture and sports"),
    _("Organisations and parishes"),
    _("Interpreting and multilingual guidance"),
    _("Administration and decision-making"),
    _("Own experience of moving here"),
)


def suggestions() -> list[str]:
    """In the reader's language."""
    return [str(words) for words in SUGGESTED]


def settled(typed: str, day: Day) -> str:
    """What was typed, in the day's first language where it is one of the suggestions in any language."""
    wanted = " ".join(typed.split()).casefold()
    for words in SUGGESTED:
        for code in LANGUAGES:
            with translation.override(code):
                is_this = str(words).casefold() == wanted
            if is_this:
                with translation.override((day.languages or ["fi"])[0]):
                    return str(words)
    return " ".join(typed.split())


def read_as(kept: str, day: Day) -> str:
    """What is kept, in the reader's language where it is one of the suggestions."""
    with translation.override((day.languages or ["fi"])[0]):
        at = next((number for number, words in enumerate(SUGGESTED) if str(words) == kept), None)
    return kept if at is None else str(SUGGESTED[at])
