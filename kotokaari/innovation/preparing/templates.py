"""The programme a new day begins with, in the three languages of the house."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.innovation.models import Phase


class Part(NamedTuple):
    """One part of the template."""

    kind: str
    name: Any
    minutes: int
    is_silent: bool = False
    is_secret: bool = False


Kind = Phase.Kind
TEMPLATE = (
    Part(Kind.WELCOME, _("Welcome and the themes of the day"), 30),
    Part(Kind.GROUPS, _("Into groups"), 15),
    Part(Kind.IDEAS, _("Ideas"), 60, is_silent=True),
    Part(Kind.PAUSE, _("Lunch"), 60),
    Part(Kind.CHOOSE, _("Choosing the best of each theme"), 30, is_secret=True),
    Part(Kind.WEIGH, _("Weighing"), 30, is_secret=True),
    Part(Kind.PAUSE, _("Coffee"), 15),
    Part(Kind.EPICS, _("Epics"), 75),
    Part(Kind.FEEDBACK, _("Feedback and closing"), 15, is_secret=True),
)


def in_all(words: Any) -> TranslatedText:
    """Words of the house as a text in its three languages."""
    said = {}
    for code in LANGUAGES:
        with translation.override(code):
            said[code] = str(words)
    return TranslatedText.of("en", said.pop("en"), **said)
