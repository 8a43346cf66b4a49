"""What one may type into a draft of a rubric: each text in three languages, beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.ui.languages import OWN_NAMES

from . import content, wording
from .loading import text
from .models import HIGHEST, Criterion, Gate, Rubric

LINES = {"name": 1, "question": 3, "plain_question": 3, "checklist": 5, "about": 8, "change_note": 3, "how_to_mend": 3}
LONGEST = 4_000


class PartForm(forms.Form):
    """Texts in three languages; ``seen`` is the fingerprint of what stood there when it was opened."""

    TEXTS: tuple[str, ...] = ()
    OTHERS: tuple[str, ...] = ()

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.TEXTS:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _text_field(name, language)
        if "reads" in self.OTHERS:
            self.fields["reads"] = _reads_field()
        self.order_fields([*(f"{name}_{one}" for name in self.TEXTS for one in LANGUAGES), *self.OTHERS, "seen"])

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each text's label with its three fields."""
        return [(wording.label(name), [self[f"{name}_{one}"] for one in LANGUAGES]) for name in self.TEXTS]

    def others(self) -> list[forms.BoundField]:
        """The fields that are the same in every language."""
        return [self[name] for name in self.OTHERS]

    def facts(self) -> dict[str, Any]:
        """What was typed, as the models keep it."""
        facts: dict[str, Any] = {name: self._said(name) for name in self.TEXTS if not _is_special(name)}
        return facts | {name: self.cleaned_data[name] for name in self.OTHERS}

    def _said(self, name: str) -> TranslatedText:
        return text({language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES})

    def see_again(self, seen: str) -> None:
        """Show what was typed beside what somebody else saved: saving once more is meant."""
        again = cast(QueryDict, self.data).copy()
        again["seen"] = seen
        self.data = again

    def differing(self, now: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Label and words of each field in which ``now`` says something else than what was typed."""
        for name, field in self.fields.items():
            theirs, typed = now.get(name), self.cleaned_data[name] if name == "reads" else self.data.get(name, "")
            if name != "seen" and _plain(theirs) != _plain(typed):
                label = (
                    f"{wording.label(name.rpartition('_')[0])}: {field.label}" if name[-3:-2] == "_" else field.label
                )
                yield str(label), _plain(theirs)


def _is_special(name: str) -> bool:
    return name == "checklist" or name.startswith("level_")


def _plain(value: Any) -> str:
    """A value as one reads it in a form, to compare what two people mean."""
    if isinstance(value, list):
        return ", ".join(wording.fields_read(value))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _text_field(name: str, language: str) -> forms.CharField:
    rows = 3 if name.startswith("level_") else LINES[name]
    widget: forms.Widget = forms.TextInput() if rows == 1 else forms.Textarea(attrs={"rows": rows})
    widget.attrs["lang"] = language
    help_text = _("One a line, in the same order in every language.") if name == "checklist" else ""
    longest = 200 if rows == 1 else LONGEST
    return forms.CharField(
        label=OWN_NAMES[language], required=False, widget=widget, help_text=help_text, max_length=longest
    )


def _reads_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=wording.LABELS["reads"],
        required=False,
        choices=[(name, field.label) for name, field in RECORD_FIELDS.items()],
        help_text=_("Shown beside the criterion to those who write and those who judge."),
    )


class TextsForm(PartForm):
    """What a draft says of itself."""

    TEXTS = content.RUBRIC_TEXTS
    OTHERS = ("source", "source_url")

    source = forms.CharField(label=wording.LABELS["source"], required=False, max_length=300)
    source_url = forms.URLField(
        label=wording.LABELS["source_url"], required=False, max_length=200, assume_scheme="https"
    )

    @staticmethod
    def of(rubric: Rubric) -> dict[str, Any]:
        """The draft's own texts as the form shows them."""
        return _texts_of(rubric, content.RUBRIC_TEXTS) | {"source": rubric.source, "source_url": rubric.source_url}


class CriterionForm(PartForm):
    """A criterion."""

    TEXTS = (*content.CRITERION_TEXTS, "checklist", *(f"level_{level}" for level in content.LEVELS))
    OTHERS = ("weight", "floor", "reads")

    weight = forms.DecimalField(
        label=wording.LABELS["weight"],
        min_value=Decimal("0.01"),
        max_value=Decimal("999.99"),
        decimal_places=2,
        initial=1,
        help_text=_("How much it counts beside the others. Equal weights are all 1."),
    )
    floor = forms.TypedChoiceField(
        label=wording.LABELS["floor"],
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", pgettext_lazy("floor", "None")), *((level, str(level)) for level in range(1, HIGHEST + 1))],
        help_text=_("Whatever the rest says, a submission needs this mean here."),
    )

    @staticmethod
    def of(criterion: Criterion) -> dict[str, Any]:
        """The criterion as the form shows it."""
        shown = _texts_of(criterion, content.CRITERION_TEXTS)
        lines = [TranslatedText.from_json(line) for line in criterion.checklist]
        for language in LANGUAGES:
            shown[f"checklist_{language}"] = "\n".join(line.text(language) for line in lines)
            for level in content.LEVELS:
                said = TranslatedText.from_json(criterion.levels.get(level))
                shown[f"level_{level}_{language}"] = said.text(language)
        return shown | {
            "weight": f"{criterion.weight.normalize():f}",
            "floor": criterion.floor,
            "reads": criterion.reads,
        }

    def facts(self) -> dict[str, Any]:
        """What was typed, as the models keep it; levels and checklist lines as stored texts."""
        levels = {level: self._said(f"level_{level}").to_json() for level in content.LEVELS}
        said = {level: stored for level, stored in levels.items() if stored}
        return super().facts() | {"levels": said, "checklist": self._checklist()}

    def _checklist(self) -> list[dict[str, Any]]:
        lines = {one: self.cleaned_data[f"checklist_{one}"].splitlines() for one in LANGUAGES}
        longest = max(len(said) for said in lines.values())
        rows = ({one: said[row] for one, said in lines.items() if row < len(said)} for row in range(longest))
        return [line.to_json() for row in rows if (line := text(row))]


class GateForm(PartForm):
    """A gate."""

    TEXTS = content.GATE_TEXTS
    OTHERS = ("rule", "reads")

    rule = forms.ChoiceField(label=wording.LABELS["rule"], required=False, choices=Gate.Rule.choices)

    @staticmethod
    def of(gate: Gate) -> dict[str, Any]:
        """The gate as the form shows it."""
        return _texts_of(gate, content.GATE_TEXTS) | {"rule": gate.rule, "reads": gate.reads}


def _texts_of(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {f"{name}_{one}": getattr(thing, name).text(one) for name in names for one in LANGUAGES}
