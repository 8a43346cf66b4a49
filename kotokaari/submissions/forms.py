"""What one may type. The form of a draft is the practice record's own, with the call's questions on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.calls.public import Call
from kotokaari.catalogue.public import Version, record_forms
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import Organisation
from kotokaari.ui.templatetags.ui import reading_tag

from . import answering
from .answering import Values
from .asking import Asked
from .models import Author, Submission


class AnswersForm(record_forms.RecordForm):
    """Questions of a call, showing what stands in a draft."""

    def __init__(
        self,
        asked: Iterable[Asked],
        *,
        values: Mapping[str, Values],
        problems: Mapping[str, str],
        blank_rows: Mapping[str, int] | None = None,
    ) -> None:
        self.asked = [one for one in asked if not one.is_file]
        fields = [
            replace(one.field, name=one.name, label=reading_tag(one.words), help=_help(one)) for one in self.asked
        ]
        super().__init__(fields, values=values, problems=problems, blank_rows=blank_rows)
        for one in self.asked:
            if one.is_own and one.choices:
                self._choose(one)

    def _choose(self, one: Asked) -> None:
        """The alternatives of an own question in the reader's language."""
        field = self.fields[one.name]
        options: list[tuple[str, Any]] = [(code, read(label) or code) for code, label in one.choices]
        if not isinstance(field.widget, forms.SelectMultiple):
            options = [("", _("No answer yet")), *options]
            field.widget.choices = options
        field.choices = options  # type: ignore[attr-defined]

    @property
    def questions(self) -> list[tuple[Asked, str, Any]]:
        """What stands on the form, in order: the question, its kind and its bound field or rows."""
        return [(one, kind, part) for one, (kind, part) in zip(self.asked, self.parts, strict=True)]


def _help(one: Asked) -> Any:
    """The call's guidance; where it gives none, the record's own."""
    return reading_tag(one.help) if one.help else one.field.help


def answers_form(
    draft: Submission,
    asked: Iterable[Asked],
    *,
    values: Mapping[str, Values] | None = None,
    extra: Mapping[str, str] | None = None,
) -> AnswersForm:
    """The form of a draft; ``values`` shows other form values than the stored, ``extra`` more problems."""
    chosen = [one for one in asked if not one.is_file]
    shown = {one.name: (values or {}).get(one.name, answering.standing_values(one, draft)) for one in chosen}
    problems = answering.understand(chosen, shown, draft).problems
    return AnswersForm(chosen, values=shown, problems={**(extra or {}), **problems})


class StartForm(forms.Form):
    """For whom, from what, and in which language."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    version = forms.ModelChoiceField(
        Version.objects.none(),
        label=_("From a practice"),
        required=False,
        empty_label=_("From an empty page"),
        help_text=_("What the practice says is copied into the submission. The practice itself stays as it is."),
        to_field_name="uuid",
    )
    language = forms.ChoiceField(
        label=_("Language you write in"),
        widget=forms.RadioSelect,
        help_text=_("Write in the language you think in. It can be translated afterwards, in the same submission."),
    )

    def __init__(self, *args: Any, call: Call, organisations: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = version_label  # type: ignore[attr-defined]
        names = dict(record_forms.LANGUAGES)
        taken = [code for code in LANGUAGES if code in (call.languages or LANGUAGES)]
        self.fields["language"].choices = [(code, names[code]) for code in taken]  # type: ignore[attr-defined]
        here = (get_language() or "fi")[:2]
        self.fields["language"].initial = here if here in taken else taken[0]
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0].pk
        if not len(versions):
            del self.fields["version"]

    def clean(self) -> dict[str, Any]:
        """The practice is of the organisation that answers."""
        data = super().clean() or {}
        version, organisation = data.get("version"), data.get("organisation")
        if version and organisation and version.practice.owner_id != organisation.pk:
            self.add_error("version", _("This practice belongs to another organisation."))
        return data


def version_label(version: Version) -> str:
    """A practice in a list, and whether it is a draft."""
    title = str(read(version.title)) or version.practice.key
    return _("%(title)s (draft)") % {"title": title} if version.is_draft else title


class InviteForm(forms.Form):
    """Somebody to write with."""

    email = forms.EmailField(
        label=_("E-mail"), help_text=_("A letter with a link goes there. It works once, for 14 days.")
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=record_forms.LANGUAGES)


class ColleagueForm(forms.Form):
    """A colleague of the same organisation."""

    person = forms.ModelChoiceField(Author.objects.none(), label=_("Colleague"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who run the call and your co-authors will read this."),
    )


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, max_length=500)
