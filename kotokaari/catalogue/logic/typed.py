"""From what somebody typed to what a record stores, and back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from kotokaari.foundation.text import TranslatedText

from ..record import Field, Type

LONGEST = {Type.LINE: 300, Type.TEXT: 10_000, Type.PLAIN: 200, Type.URL: 500}
YEARS = range(1900, 2101)
TRUE = {"on", "true", "1", "yes"}


class NotUnderstood(ValueError):
    """What was typed cannot be taken as it is; the message says what would be right."""


def parse(field: Field, values: Sequence[str]) -> Any:
    """The value of one field (not of items) from its form values; None where nothing was said.

    Texts come back as plain strings in the language of the writer. Raises NotUnderstood.
    """
    if field.type in (Type.CONCEPTS, Type.PLACES):
        return list(dict.fromkeys(value.strip() for value in values if value.strip())) or None
    typed_text = (values[-1] if values else "").replace("\r\n", "\n").strip()
    if not typed_text:
        return None
    return _PARSERS[field.type](field, typed_text)


def typed(field: Field, value: Any) -> list[str]:
    """How a stored value stands in a form: the opposite of ``parse``."""
    if value in (None, "", [], {}):
        return []
    if field.type in (Type.LINE, Type.TEXT):
        source = TranslatedText.from_json(value).source_text
        return [source] if source else []
    if field.type in (Type.CONCEPTS, Type.PLACES):
        return [str(part) for part in value]
    if field.type is Type.FLAG:
        return ["on"] if value else []
    return [str(value)]


def _text(field: Field, text: str) -> str:
    if field.type is not Type.TEXT:
        text = " ".join(text.split())
    longest = LONGEST[field.type]
    if len(text) > longest:
        raise NotUnderstood(
            _("This is %(now)s characters long; there is room for %(most)s.") % {"now": len(text), "most": longest}
        )
    return text


def _choice(field: Field, text: str) -> str | int:
    for value, _label in field.choices:
        if str(value) == text:
            return value
    raise NotUnderstood(_("Choose one of the alternatives."))


def _number(field: Field, text: str) -> int | float:
    plain = re.sub(r"[\s€]", "", text).replace(",", ".").replace("−", "-")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise NotUnderstood(_("Write a number, for example 1500 or 0,5.")) from error
    if not number.is_finite() or number < 0 or number >= Decimal(10) ** 12:
        raise NotUnderstood(_("Write a number that is zero or more."))
    return int(number) if number == number.to_integral_value() else float(number)


DATE_FORMS = (
    re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<d>\d{1,2})\.\s*)?(?P<m>\d{1,2})[./]\s*)?(?P<y>\d{4})"),
)


def _date(field: Field, text: str) -> str:
    match = next((found for form in DATE_FORMS if (found := form.fullmatch(text))), None)
    if match:
        year, month, day = (int(match[part]) if match[part] else None for part in "ymd")
        try:
            datetime.date(year or 0, month or 1, day or 1)
        except ValueError:
            match = None
        if match and year in YEARS:
            return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])
    raise NotUnderstood(_("Write a year, a month and a year, or a whole date: 2019, 3/2019 or 31.3.2019."))


def _flag(field: Field, text: str) -> bool | None:
    return True if text.lower() in TRUE else None


def _url(field: Field, text: str) -> str:
    text = _text(field, text)
    if "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        fits = False
    if not fits:
        raise NotUnderstood(_("Write the whole address, for example https://www.example.org/guide."))
    return text


_PARSERS = {
    Type.LINE: _text,
    Type.TEXT: _text,
    Type.PLAIN: _text,
    Type.CHOICE: _choice,
    Type.SCALE: _choice,
    Type.NUMBER: _number,
    Type.DATE: _date,
    Type.FLAG: _flag,
    Type.URL: _url,
}
