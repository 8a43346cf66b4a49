"""Directions and names of languages, for readers of any of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "prs", "ps", "sd", "ug", "ur", "yi"})

# Whole sentences: a language name bends differently in every language.
SHOWN_IN = {
    "fi": _("Shown in Finnish"),
    "sv": _("Shown in Swedish"),
    "en": _("Shown in English"),
}
SHOWN_IN_ANOTHER = _("Shown in another language")
# Translators: short, stands in brackets after a title.
IN_LANGUAGE = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}
IN_ANOTHER = _("in another language")

OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, for the ``dir`` attribute of text in ``language``."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
