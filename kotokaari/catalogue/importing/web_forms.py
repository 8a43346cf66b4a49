"""What one may choose when bringing a collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..record import FIELDS, SECTIONS
from .aliases import DROPPED
from .columns import IN_LANGUAGES, KEPT
from .runs import AS_IN_THE_FILE, IN_A_NEW_ORGANISATION

LANGUAGES = (("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English")))
FORMS_OF_OTHERS = (
    ("", _("Recognise the columns by their names")),
    ("interreg", _("Interreg Europe's good practice form")),
    ("ewsi", _("The form of the European Web Site on Integration")),
)
AROUND = (
    ("id", _("Identifier of the row")),
    ("uuid", _("Identifier in Kotokaari (UUID)")),
    ("owner", _("Organisation")),
    ("language", _("Language of the texts")),
    ("status", _("Published or draft")),
    ("published", _("Day of publication")),
    ("source_url", _("Address of the source")),
    ("source_title", _("Name of the source")),
    ("source_date", _("Date of the source")),
    ("licence", _("Licence")),
    ("example", _("It is an example")),
)


class FileForm(forms.Form):
    """A file, and whose its practices are."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx), CSV or JSON. The first row names the columns; each row after it is a practice."),
    )
    owner = forms.ChoiceField(
        label=_("Whose practices are they?"),
        help_text=_("A new organisation of the collection's name can stand for owners nobody knows here yet."),
    )
    mapping = forms.ChoiceField(label=_("How are the columns named?"), choices=FORMS_OF_OTHERS, required=False)
    language = forms.ChoiceField(
        label=_("Language of texts whose columns do not name one"),
        choices=(("", _("Recognise it from the texts")), *LANGUAGES),
        required=False,
    )
    drafts = forms.BooleanField(
        label=_("Keep them as drafts"),
        required=False,
        help_text=_("Otherwise they are published at once, marked as imported and not yet reviewed."),
    )

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]], anybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(AS_IN_THE_FILE, _("As the file says"))] if anybody else []
        choices += organisations
        choices.append((IN_A_NEW_ORGANISATION, _("A new organisation for this collection")))
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]


def goals() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Everything a column may be, in groups as a select shows them."""
    groups: list[tuple[Any, list[tuple[str, Any]]]] = [
        ("", [(KEPT, _("Not a field: keep it as a note")), (DROPPED, _("Contact details: drop them"))]),
        (_("About the row"), list(AROUND)),
    ]
    for section in SECTIONS:
        choices: list[tuple[str, Any]] = []
        for field in section.fields:
            choices.append((field.name, field.label))
            if field.name in IN_LANGUAGES:
                choices += [
                    (f"{field.name}_{code}", format_lazy("{label} ({language})", label=field.label, language=words))
                    for code, words in LANGUAGES
                ]
        groups.append((section.label, choices))
    return groups


def label_of(code: str) -> str:
    """What a column is, in words."""
    words = {value: label for _group, choices in goals() for value, label in choices}
    return ", ".join(str(words.get(part, part)) for part in code.split(", "))


def field_label(name: str) -> str:
    """A field of the record in words; anything else as it stands."""
    around = dict(AROUND)
    if name in FIELDS:
        return str(FIELDS[name].label)
    return str(around.get(name, name))
