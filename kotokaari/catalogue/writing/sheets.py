"""The pages a draft is written on: the card, then one page a section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kotokaari.foundation.fields import read

from .. import logic, permissions
from .. import record as spec
from ..logic.sheet import ROW, FormValues
from ..models import Version

CARD = "card"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a draft."""

    name: str
    label: Any
    fields: tuple[spec.Field, ...]
    intro: Any = ""

    @property
    def names(self) -> list[str]:
        """The record's fields on it."""
        return [field.name for field in self.fields]


SHEETS: dict[str, Sheet] = {
    CARD: Sheet(
        CARD,
        gettext_lazy("The card"),
        spec.CARD_FIELDS,
        gettext_lazy("Ten minutes: enough for others to find the practice and to ask."),
    ),
    **{section.name: Sheet(section.name, section.label, section.fields, section.intro) for section in spec.SECTIONS},
}


def sheet_called(name: str) -> Sheet:
    """The page, or 404."""
    if name not in SHEETS:
        raise Http404
    return SHEETS[name]


def following(sheet: Sheet) -> Sheet | None:
    """The page after this one; the card is followed by the first section."""
    names = list(SHEETS)
    place = names.index(sheet.name) + 1
    return SHEETS[names[place]] if place < len(names) else None


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A page in the list at the side, with how far it is."""

    sheet: Sheet
    href: str
    missing: int
    total: int
    is_here: bool

    @property
    def is_done(self) -> bool:
        """True when nothing is missing on it."""
        return self.missing == 0


def sheet_links(draft: Version, whole: logic.Completeness, here: str = "") -> list[SheetLink]:
    """Every page of a draft and how much is missing on it."""
    missing = {gap.field.name for gap in whole.missing}
    optional = {name for name, field in spec.FIELDS.items() if field.type is spec.Type.FLAG or name == "ended_on"}
    return [
        SheetLink(
            sheet,
            reverse("catalogue:draft-sheet", args=[draft.practice.key, sheet.name]),
            len(missing & set(sheet.names)),
            len(set(sheet.names) - optional),
            sheet.name == here,
        )
        for sheet in SHEETS.values()
    ]


def gap_links(draft: Version, gaps: Sequence[logic.Missing]) -> list[dict[str, Any]]:
    """What is missing, for whom it matters, and where it is written."""
    return [
        {
            "label": gap.field.label,
            "readers": gap.readers,
            "needed": gap.needed,
            "words": gap.words,
            "advised": gap.field.words,
            "href": field_address(draft, gap.field.name),
        }
        for gap in gaps
    ]


def field_address(draft: Version, form_name: str) -> str:
    """The page of a field, at the field."""
    match = ROW.fullmatch(form_name)
    name = match["name"] if match else form_name
    page = reverse("catalogue:draft-sheet", args=[draft.practice.key, spec.SECTION_OF[name].name])
    return f"{page}#{'rows_' if not match and spec.FIELDS[name].items else 'id_'}{form_name}"


def row_act(data: Mapping[str, Any], sheet: Sheet) -> tuple[str, str, int] | None:
    """The row button that was pressed: (field, add | remove | up | down, row number)."""
    for field in sheet.fields:
        if not field.items:
            continue
        if f"{field.name}-add" in data:
            return field.name, "add", -1
        for key in data:
            match = ROW.fullmatch(key)
            if match and match["name"] == field.name and match["part"] in ("remove", "up", "down"):
                return field.name, match["part"], int(match["row"])
    return None


def acted(values: FormValues, act: tuple[str, str, int]) -> FormValues:
    """The rows after a row button was pressed."""
    name, what, number = act
    rows = logic.rows_of(name, values)
    if what == "add":
        rows.append({"id": [logic.new_item_id()]})
    elif 0 <= number < len(rows):
        row = rows.pop(number)
        if what != "remove":
            rows.insert(max(0, number + (-1 if what == "up" else 1)), row)
    return logic.with_rows(name, rows)


def trail(draft_or_practice: Any, here: Any) -> list[tuple[Any, str]]:
    """The way to a page of writing."""
    practice = getattr(draft_or_practice, "practice", draft_or_practice)
    name = title_of(draft_or_practice)
    address = practice.get_absolute_url() if practice.current_id else reverse("catalogue:draft", args=[practice.key])
    return [(_("Practices"), reverse("catalogue:list")), (name, address), (here, "")]


def title_of(draft_or_practice: Any) -> str:
    """The name of a practice as far as it has one."""
    version = getattr(draft_or_practice, "current", draft_or_practice)
    title = read(version.title) if version else None
    return str(title) if title else _("A practice without a name yet")


def may(user: Any, draft: Version) -> dict[str, bool]:
    """What this person may do with a draft, for templates."""
    return {"publish": permissions.can_publish_practice(user, draft.practice)}
