"""Single cells as the values of a record: days, numbers, choices, translated texts, items."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kotokaari.foundation.text import LANGUAGES, Rendering, TranslatedText

from ..logic.typed import NotUnderstood, parse
from ..record import TRANSLATED_TYPES, Field, Type
from .terms import Terms

YES = {"1", "x", "on", "yes", "y", "true", "kyllä", "kylla", "k", "tosi", "ja", "sant", "si", "oui"}
NO = {"0", "off", "no", "n", "false", "ei", "e", "epätosi", "nej", "falskt", "-"}
OPEN_END = re.compile(
    r"ongoing|on ?going|continuing|continues|present|now|jatkuu|käynnissä|toistaiseksi|pågår|pågående|tills vidare|n/?a|-+|–",
    re.IGNORECASE,
)
MONTHS = (
    "january tammikuu januari",
    "february helmikuu februari",
    "march maaliskuu mars",
    "april huhtikuu april",
    "may toukokuu maj",
    "june kesäkuu juni",
    "july heinäkuu juli",
    "august elokuu augusti",
    "september syyskuu september",
    "october lokakuu oktober",
    "november marraskuu november",
    "december joulukuu december",
)
MONTH_NUMBERS = {word[:4]: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}
NAMED_MONTH = re.compile(r"(?:(\d{1,2})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?)?([^\W\d]{3,})\.?,?\s+(\d{4})")
# The part of an item that a plain line of text is.
MAIN_PART = {
    "targets": "what",
    "building_blocks": "title",
    "steps": "action",
    "roles": "title",
    "materials": "title",
    "costs": "what",
    "indicators": "name",
    "evaluations": "title",
    "requirements": "text",
    "support_offered": "note",
}
BULLET = re.compile(r"^(?:[-–•*·]|\d{1,2}[.)])\s+")
FORMULA_MARK = re.compile(r"^'(?=[=+\-@\t\r])")


def as_text(value: Any) -> str:
    """A single cell as text; "" for nothing."""
    if value is None or value is False:
        return ""
    if isinstance(value, str):
        return FORMULA_MARK.sub("", value).strip()
    if isinstance(value, dict):
        return next(
            (
                text
                for key in ("code", "name", "label", "title", "@value", "@id", "id")
                if (text := as_text_or_first(value.get(key)))
            ),
            "",
        )
    if isinstance(value, list | tuple):
        return "; ".join(text for part in value if (text := as_text(part)))
    return str(value)


def as_text_or_first(value: Any) -> str:
    """A text, or the first of a text in several languages."""
    if isinstance(value, dict):
        return next((text for language in (*LANGUAGES, *value) if (text := as_text(value.get(language)))), "")
    return as_text(value)


def pieces(value: Any) -> list[str]:
    """A cell of several values, one by one: words of a list, codes or names of objects."""
    if isinstance(value, list | tuple):
        return [text for part in value if (text := as_text(part))]
    text = as_text(value)
    return [text] if text else []


def renderings(value: Any) -> dict[str, list[str]] | TranslatedText:
    """The texts of a cell by language, "" where it does not say one; or a translated text as our own exports have it."""
    if isinstance(value, dict):
        if "texts" in value and "source" in value:
            try:
                return TranslatedText.from_json(value)
            except ValueError:
                return {}
        if "@value" in value:
            return {_short(value.get("@language")): [as_text(value["@value"])]}
        found: dict[str, list[str]] = {}
        for key, part in value.items():
            if _short(key) in LANGUAGES and (text := as_text(part)):
                found.setdefault(_short(key), []).append(text)
        return found
    if isinstance(value, list | tuple):
        gathered: dict[str, list[str]] = {}
        for part in value:
            inner = renderings(part)
            for language, texts in ({} if isinstance(inner, TranslatedText) else inner).items():
                gathered.setdefault(language, []).extend(texts)
        return gathered
    text = as_text(value)
    return {"": [text]} if text else {}


def _short(language: Any) -> str:
    return str(language or "")[:2].lower()


def day(text: str) -> str | None:
    """A day, month or year as a record has it; None for an open end. Raises NotUnderstood."""
    text = text.strip()
    if not text or OPEN_END.fullmatch(text):
        return None
    text = re.sub(r"[T ]\d{2}:\d{2}.*$", "", text)
    named = NAMED_MONTH.fullmatch(text.lower())
    if named:
        number = MONTH_NUMBERS.get(re.sub(r"(?:ta|ssa)$", "", named[2])[:4]) or MONTH_NUMBERS.get(named[2][:3])
        if number:
            text = f"{named[1]}.{number}.{named[3]}" if named[1] else f"{number}/{named[3]}"
    slashed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if slashed:
        first, second = (int(slashed[1]), int(slashed[2]))
        text = f"{first}.{second}.{slashed[3]}" if second <= 12 else f"{second}.{first}.{slashed[3]}"
    found: str | None = parse(DAY, [text])
    return found


DAY = Field("day", Type.DATE, "")


def simple(spec: Field, text: str, terms: Terms) -> Any:
    """The value of a field that is no text, concept or place; None for nothing. Raises NotUnderstood."""
    if spec.type is Type.DATE:
        return day(text)
    if spec.type is Type.FLAG:
        return flag(text)
    if spec.type in (Type.CHOICE, Type.SCALE):
        found = terms.choice(spec, text)
        return parse(spec, [text]) if found is None else found
    return parse(spec, [text])


def flag(text: str) -> bool | None:
    """Yes, or nothing. Raises NotUnderstood for what is neither yes nor no."""
    word = text.casefold()
    if word in YES:
        return True
    if word in NO or not word:
        return None
    raise NotUnderstood(text)


def translated(words: Mapping[str, str], source: str) -> TranslatedText:
    """Human texts by language; the source is ``source`` where there is one, else the first there is."""
    first = source if words.get(source) else next((language for language in LANGUAGES if words.get(language)), "")
    if not first:
        return TranslatedText()
    whole = TranslatedText(first, {first: Rendering(words[first])})
    for language in LANGUAGES:
        if language != first and words.get(language):
            whole = whole.with_translation(language, words[language])
    return whole


def listed(value: Any) -> list[Any]:
    """The items of a cell: objects of a list (JSON text too), else its lines."""
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("["):
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                value = None
        if not isinstance(value, list):
            separator = r"\n" if "\n" in text else r"\s*;\s+"
            return [line for part in re.split(separator, text) if (line := BULLET.sub("", part.strip()))]
    if isinstance(value, dict):
        return [value]
    return list(value) if isinstance(value, list | tuple) else []


def item_id(given: Any, *about: Any) -> str:
    """Six letters for an item: its own when it has them, else always the same for the same item."""
    if isinstance(given, str) and re.fullmatch(r"[a-z]{6}", given):
        return given
    digest = hashlib.sha256(repr(about).encode()).digest()
    return "".join("abcdefghjkmnpqrstuvwxyz"[byte % 23] for byte in digest[:6])


def is_translated(spec: Field) -> bool:
    """True for lines and texts."""
    return spec.type in TRANSLATED_TYPES


def unique(words: Iterable[str]) -> list[str]:
    """Each once, in order."""
    return list(dict.fromkeys(words))
