"""What one may type around results."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kotokaari.foundation.fields import read
from kotokaari.people.public import SideBySide
from kotokaari.ui.languages import OWN_NAMES

from ..models import Question

MOST = 10_000_000


class SizesForm(forms.Form):
    """How many work in each professional field: of all, or of none."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = (question.settings or {}).get("sizes") or {}
        for choice in question.choices.all():
            self.fields[f"size-{choice.code}"] = forms.IntegerField(
                label=str(read(choice.label)),
                required=False,
                min_value=1,
                max_value=MOST,
                initial=before.get(choice.code),
            )

    def clean(self) -> dict[str, Any]:
        """Some without the others would let those count for nothing. Refused with a sentence."""
        data = super().clean() or {}
        given = [data.get(name) for name in self.fields if name not in self.errors]
        if any(given) and not all(given):
            raise forms.ValidationError(_("Give the size of every professional field, or leave all empty."))
        return data

    @property
    def sizes(self) -> dict[str, int]:
        """By code; empty when left empty."""
        return {name.removeprefix("size-"): size for name, size in self.cleaned_data.items() if size}


class QuoteForm(forms.Form):
    """Words from an open answer, as they may be shown."""

    text = forms.CharField(
        label=gettext_lazy("Words to be shown"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000
    )


def _line() -> forms.CharField:
    return forms.CharField(required=False, max_length=200)


def _lines() -> forms.CharField:
    return forms.CharField(required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}))


class ThemeForm(SideBySide):
    """What a theme is called, what it means and why it was chosen, in three languages."""

    texts = ("name", "about", "reason")

    name_fi, name_sv, name_en = _line(), _line(), _line()
    about_fi, about_sv, about_en = _lines(), _lines(), _lines()
    reason_fi, reason_sv, reason_en = _lines(), _lines(), _lines()

    def groups(self) -> list[tuple[str, list[tuple[str, forms.BoundField]]]]:
        """Each text's label with its fields by language."""
        labels = {"name": _("Name"), "about": _("What it means"), "reason": _("Why it was chosen, or not")}
        return [
            (labels[row["name"]], [(OWN_NAMES[language], bound) for language, bound in row["fields"]])
            for row in self.rows()
        ]
