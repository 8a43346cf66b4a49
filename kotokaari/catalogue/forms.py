"""What one may type. Forms show what stands in the draft; ``logic`` understands it, the action keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, organisation_options, place_options
from kotokaari.vocabulary.public import concept_book

from . import logic
from . import record as spec
from .logic.sheet import FormValues
from .models import Project, Version

LANGUAGES = (("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English")))
RADIOS_UP_TO = 6


class AsTyped(forms.Field):
    """Lends label, help and widget to a field whose meaning ``logic.parse`` finds; refuses nothing itself."""

    def __init__(self, spec_field: spec.Field, choices: Sequence[tuple[Any, Any]] = (), **kwargs: Any) -> None:
        self.spec = spec_field
        self.choices = choices
        super().__init__(
            required=spec_field.needed_to_publish, label=spec_field.label, help_text=help_of(spec_field), **kwargs
        )

    def clean(self, value: Any) -> Any:
        """As typed."""
        return value


def help_of(spec_field: spec.Field) -> str:
    """The help, who needs the answer, and how many words are advised."""
    parts = [str(spec_field.help)]
    if spec_field.words and not any(letter.isdigit() for letter in parts[0]):
        parts.append(_advised(*spec_field.words))
    readers = [str(spec.READERS[reader]) for reader in spec_field.readers]
    if readers and len(readers) < len(spec.READERS):
        parts.append(gettext("Needed by %(readers)s.") % {"readers": listed(readers)})
    return " ".join(part for part in parts if part)


def _advised(least: int, most: int) -> str:
    """So many words; only what is set at an open end."""
    if most >= spec.NO_END:
        return gettext("At least %(least)s words.") % {"least": least}
    if not least:
        return gettext("At most %(most)s words.") % {"most": most}
    return gettext("%(least)s–%(most)s words.") % {"least": least, "most": most}


def listed(words: Sequence[str]) -> str:
    """“a, b and c” in the reader's language."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _field(spec_field: spec.Field) -> forms.Field:
    kind = spec_field.type
    if kind in (spec.Type.CHOICE, spec.Type.SCALE):
        choices = [("", _("No answer yet")), *((str(value), label) for value, label in spec_field.choices)]
        widget = forms.RadioSelect if len(spec_field.choices) <= RADIOS_UP_TO and not spec_field.items else forms.Select
        return AsTyped(spec_field, choices, widget=widget(choices=choices))
    if kind is spec.Type.CONCEPTS:
        return AsTyped(spec_field, concept_options(spec_field.concept_kind), widget=forms.SelectMultiple)
    if kind is spec.Type.PLACES:
        return AsTyped(spec_field, place_choices(), widget=forms.SelectMultiple)
    if kind is spec.Type.FLAG:
        return AsTyped(spec_field, widget=forms.CheckboxInput)
    return AsTyped(spec_field, widget=_text_widget(spec_field))


def _text_widget(spec_field: spec.Field) -> forms.Widget:
    if spec_field.type is spec.Type.TEXT:
        rows = 4 if (spec_field.words or (0, 0))[1] <= 100 else 7
        return forms.Textarea(attrs={"rows": rows, **_words(spec_field)})
    attrs: dict[str, Any] = dict(_words(spec_field))
    if spec_field.type is spec.Type.NUMBER:
        attrs = {"inputmode": "decimal", "class": "short"}
    elif spec_field.type is spec.Type.DATE:
        attrs = {"class": "short", "placeholder": _("2019 or 31.3.2019")}
    elif spec_field.type is spec.Type.URL:
        attrs = {"inputmode": "url", "dir": "ltr"}
    return forms.TextInput(attrs=attrs)


def _words(spec_field: spec.Field) -> dict[str, str]:
    """What counts the words of a field as it is typed in: "least-most", most 0 where there is no end."""
    if not spec_field.words:
        return {}
    least, most = spec_field.words
    return {"data-words": f"{least}-{most if most < spec.NO_END else 0}"}


def concept_options(kind: str) -> list[tuple[str, str]]:
    """The concepts of a kind in the vocabulary's order, for a form."""
    language = (get_language() or "fi")[:2]
    return [(entry.code, entry.label(language)) for entry in concept_book().of_kind(kind)]


def place_choices() -> list[tuple[str, str]]:
    """Every place a practice can be at."""
    return [(str(code), str(name)) for code, name in place_options((get_language() or "fi")[:2])]


@dataclass
class Rows:
    """An items field on a form: its rows as small forms."""

    spec: spec.Field
    forms: list[RowForm] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The field's name, and the prefix of its rows."""
        return self.spec.name

    @property
    def help(self) -> str:
        """As of any field."""
        return help_of(self.spec)


class RowForm(forms.Form):
    """One row of an items field."""

    def __init__(
        self, items: spec.Field, number: int, row: Mapping[str, list[str]], problems: Mapping[str, str]
    ) -> None:
        prefix = f"{items.name}-{number}"
        self.number = number + 1
        super().__init__(
            data=MultiValueDict({f"{prefix}-{part}": given for part, given in row.items()}),
            prefix=prefix,
            use_required_attribute=False,
        )
        for part in items.items:
            self.fields[part.name] = _part(part)
        self.fields["id"] = forms.CharField(required=False, widget=forms.HiddenInput)
        _put_problems(self, {part.name: problems.get(f"{prefix}-{part.name}", "") for part in items.items})


def _part(part: spec.Field) -> forms.Field:
    made = _field(part)
    if part.type is spec.Type.CHOICE:
        made.widget = forms.Select(choices=made.choices)  # type: ignore[attr-defined]
    elif part.type is spec.Type.TEXT:
        made.widget.attrs["rows"] = 3
    return made


def _put_problems(form: forms.Form, problems: Mapping[str, str]) -> None:
    form.full_clean()
    for name, sentence in problems.items():
        if sentence and name in form.fields:
            form.add_error(name, sentence)


class RecordForm(forms.Form):
    """Some fields of a record, showing what stands in a draft: as typed, else as understood."""

    def __init__(
        self,
        fields: Iterable[spec.Field],
        *,
        values: Mapping[str, FormValues],
        problems: Mapping[str, str],
        blank_rows: Mapping[str, int] | None = None,
    ) -> None:
        self.specs = tuple(fields)
        plain = {name: given for part in values.values() for name, given in part.items()}
        super().__init__(data=MultiValueDict(plain), use_required_attribute=False)
        self.rows: dict[str, Rows] = {}
        for one in self.specs:
            if one.type is spec.Type.ITEMS:
                self.rows[one.name] = _rows(one, values.get(one.name, {}), problems, (blank_rows or {}).get(one.name))
            else:
                self.fields[one.name] = _field(one)
                if one.type is spec.Type.PLACES:
                    _chosen_first(self.fields[one.name], plain.get(one.name, []))
        _put_problems(self, problems)

    @property
    def parts(self) -> list[tuple[str, Any]]:
        """What stands on the form, in order: ("field" | "many" | "rows", bound field or rows)."""
        return [
            ("rows", self.rows[one.name])
            if one.name in self.rows
            else ("many" if one.type in (spec.Type.CONCEPTS, spec.Type.PLACES) else "field", self[one.name])
            for one in self.specs
        ]

    @property
    def all_problems(self) -> list[tuple[str, str, str]]:
        """Every problem on the form: (address, label, sentence)."""
        found = [(f"#id_{name}", str(self.fields[name].label), str(self.errors[name][0])) for name in self.errors]
        for rows in self.rows.values():
            for row in rows.forms:
                found += [
                    (f"#id_{row.prefix}-{name}", logic.label_of(f"{row.prefix}-{name}"), str(row.errors[name][0]))
                    for name in row.errors
                ]
        return found


def _chosen_first(field: forms.Field, chosen: Sequence[str]) -> None:
    """In a list of hundreds, what is chosen stands first: without scripts nobody would find it."""
    options = field.choices  # type: ignore[attr-defined]
    field.choices = sorted(options, key=lambda option: option[0] not in chosen)  # type: ignore[attr-defined]


def _rows(one: spec.Field, values: FormValues, problems: Mapping[str, str], blank: int | None) -> Rows:
    rows = logic.rows_of(one.name, values)
    empty = max(0, blank) if blank is not None else int(not rows)
    rows += [{"id": [logic.new_item_id()]} for _row in range(empty)]
    return Rows(one, [RowForm(one, number, row, problems) for number, row in enumerate(rows)])


def draft_form(
    version: Version,
    fields: Iterable[spec.Field],
    *,
    values: Mapping[str, FormValues] | None = None,
    extra: Mapping[str, str] | None = None,
    blank_rows: Mapping[str, int] | None = None,
) -> RecordForm:
    """The form of a draft's ``fields``; ``values`` shows other form values than the stored, ``extra`` more problems."""
    chosen = tuple(fields)
    record = version.whole
    shown = {one.name: (values or {}).get(one.name, standing_values(version, one.name, record)) for one in chosen}
    _understood, problems = logic.understand(shown, record, version.source_language)
    return RecordForm(chosen, values=shown, problems={**(extra or {}), **problems}, blank_rows=blank_rows)


def standing_values(version: Version, name: str, record: Mapping[str, Any]) -> FormValues:
    """The form values of a field in a draft: as it was typed last, else from the record."""
    typed = version.as_typed.get(name)
    return typed["values"] if typed else logic.values_of_record(name, record)


class StartForm(forms.Form):
    """Whose practice, and in which language it is written."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Write in the language you think in. The practice can be translated afterwards."),
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if len(owners) == 1:
            self.fields["owner"].initial = owners[0].pk


class InLanguage(forms.Form):
    """A form whose texts are in the language of the page."""

    def text(self, name: str) -> TranslatedText:
        """What was typed, in the language of the page."""
        return TranslatedText.of((get_language() or "fi")[:2], self.cleaned_data.get(name) or "")


class ChangeNoteForm(InLanguage):
    """What a new version changes, for readers of the history."""

    change_note = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence for those who read the history."),
    )


class ReasonForm(InLanguage):
    """Why a practice ends, leaves or comes back."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers will see this."),
    )


class AttachmentForm(InLanguage):
    """A file with its title."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, max_length=500)
    title = forms.CharField(label=_("Title of the file"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language of the file"),
        required=False,
        choices=[("", _("Not said")), *LANGUAGES, ("mul", _("Several"))],
    )


class PartnerForm(InLanguage):
    """One organisation that carries the practice too."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.CharField(label=_("What it does"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = organisation_options((get_language() or "fi")[:2])
        self.fields["organisation"].choices = [("", _("Choose…")), *options]  # type: ignore[attr-defined]


class ProjectsForm(forms.Form):
    """The projects it was developed in."""

    projects = forms.ModelMultipleChoiceField(Project.objects.all(), label=_("Projects"), required=False)


class GrantForm(InLanguage):
    """Money the practice has had."""

    funder = forms.CharField(label=_("Who gave the money"), max_length=200)
    organisation = forms.ChoiceField(
        label=_("The same as an organisation here"),
        required=False,
        help_text=_("When the funder is in Kotokaari. Its own people do not judge what it paid for."),
    )
    programme = forms.CharField(label=_("Programme"), max_length=200, required=False)
    amount = forms.DecimalField(
        label=_("Amount in euros"), required=False, min_value=0, max_digits=14, decimal_places=2, localize=True
    )
    year_from = forms.IntegerField(label=_("From the year"), required=False, min_value=1990, max_value=2100)
    year_to = forms.IntegerField(label=_("To the year"), required=False, min_value=1990, max_value=2100)
    source = forms.CharField(label=_("Where this is said"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = organisation_options((get_language() or "fi")[:2])
        self.fields["organisation"].choices = [("", _("Not here, or not known")), *options]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The years are in order."""
        data = super().clean() or {}
        first, last = data.get("year_from"), data.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", gettext("The last year is before the first."))
        return data


class ContactForm(InLanguage):
    """A person who is asked to answer questions."""

    email = forms.EmailField(
        label=_("E-mail of the person"), help_text=_("Somebody who uses Kotokaari. The address is not shown.")
    )
    role = forms.CharField(label=pgettext_lazy("of a contact", "Role"), max_length=200)
