"""Languages of a survey: any language tag, named as its readers and as the maker name it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import get_language

HOUSE = ("fi", "sv", "en")
USUAL = ("fi", "sv", "en", "ar", "ckb", "es", "et", "fa", "fr", "ku", "prs", "ru", "so", "sq", "th", "ti", "tr", "uk", "ur", "vi", "zh")  # fmt: skip
TAG = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,4})?$")
MOST = 20
OWN_NAMES = {
    "fi": "suomi", "sv": "svenska", "en": "English", "ar": "العربية", "ckb": "کوردیی ناوەندی", "es": "español",
    "et": "eesti", "fa": "فارسی", "fr": "français", "ku": "kurdî", "prs": "دری", "ru": "русский", "so": "Soomaali",
    "sq": "shqip", "th": "ไทย", "ti": "ትግርኛ", "tr": "Türkçe", "uk": "українська", "ur": "اردو", "vi": "Tiếng Việt",
    "zh": "中文", "se": "davvisámegiella", "selko": "selkosuomi",
}  # fmt: skip


def is_tag(tag: str) -> bool:
    """True for what can be a language tag here: two or three letters, and perhaps a part like -Latn or -SE."""
    return bool(TAG.match(tag)) and len(tag) <= 8


def own_name(tag: str) -> str:
    """The language as its readers call it; the tag itself where nobody here knows that."""
    if tag in OWN_NAMES:
        return OWN_NAMES[tag]
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag


def name_here(tag: str) -> str:
    """The language as the reader of this request calls it."""
    from babel import Locale, UnknownLocaleError

    here = (get_language() or "fi")[:2]
    try:
        name = Locale.parse(tag, sep="-").get_display_name(here)
    except (UnknownLocaleError, ValueError):
        name = None
    return name or own_name(tag)


def both_names(tag: str) -> str:
    """The reader's name of a language with its own beside it: «Ukrainian (українська)»."""
    here, own = name_here(tag), own_name(tag)
    return here if here.casefold() == own.casefold() else f"{here} ({own})"


def in_house_order(tags: Iterable[str]) -> list[str]:
    """Each once: Finnish, Swedish and English first, the others as they came."""
    kept = list(dict.fromkeys(tags))
    return [tag for tag in HOUSE if tag in kept] + [tag for tag in kept if tag not in HOUSE]
