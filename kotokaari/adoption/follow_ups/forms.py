"""What one may type when answering. Each answer has a form of its own; the ledger's actions write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import TranslatedText

from ..models import Adaptation, Lesson, Outcome
from . import answering

NOT_SAID = ("", _("Choose"))
RESULT_FIELDS = ("indicator", "value", "unit", "direction", "period_from", "period_to", "people", "method")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class AnswerForm(forms.Form):
    """An answer, and what came of it if there is something to tell."""

    answer = ""

    indicator = forms.CharField(
        label=_("What was looked at"),
        max_length=200,
        required=False,
        help_text=_("For example: participants who found a job or a place to study."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    value = forms.DecimalField(
        label=_("Figure"),
        required=False,
        max_digits=14,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=40, required=False, help_text=_("For example: people, per cent, hours.")
    )
    direction = forms.ChoiceField(
        label=_("Which way it went"),
        required=False,
        choices=[NOT_SAID, *Outcome.Direction.choices],
        help_text=_("No change and a worse result are worth telling too."),
    )
    period_from = _day(pgettext_lazy("period", "From"))
    period_to = _day(pgettext_lazy("period", "To"))
    people = forms.IntegerField(
        label=_("How many people it is about"),
        required=False,
        min_value=0,
        help_text=_("A total only, never data about single clients. Figures of fewer than five people are not shown."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    method = forms.CharField(
        label=_("How it was counted or asked"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def text(self, name: str) -> TranslatedText:
        """What was typed, in the language of the page."""
        return TranslatedText.of((get_language() or "fi")[:2], self.cleaned_data.get(name) or "")

    def clean(self) -> dict[str, Any]:
        """A result that is begun has a name, and a figure or a direction; its last day is not before its first."""
        data = super().clean() or {}
        if not self.has_result(data):
            return data
        if not data.get("indicator"):
            self.add_error("indicator", _("Say what was looked at."))
        if data.get("value") is None and not data.get("direction"):
            self.add_error("value", _("Give a figure, or say which way it went."))
        if data.get("period_from") and data.get("period_to") and data["period_to"] < data["period_from"]:
            self.add_error("period_to", _("The last day is before the first."))
        return data

    def has_result(self, data: dict[str, Any]) -> bool:
        """True when anything was said of a result."""
        return any(data.get(name) not in (None, "") for name in RESULT_FIELDS)

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """What the answer makes in the ledger beside a status."""
        data = self.cleaned_data
        if not self.has_result(data):
            return {}
        plain = {name: data[name] for name in ("value", "unit", "direction", "period_from", "period_to", "people")}
        return {"outcome": {"indicator": self.text("indicator"), "method": self.text("method"), **plain}}

    @property
    def reason(self) -> TranslatedText | None:
        """Why, where the answer wants a reason."""
        return None


class ResultForm(AnswerForm):
    """A result to tell, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].required = True

    def has_result(self, data: dict[str, Any]) -> bool:
        """It is what the form is for."""
        return True


class ChangedForm(AnswerForm):
    """What is done otherwise."""

    changed = forms.CharField(label=_("What do you do otherwise?"), max_length=2000, widget=_area())
    what = forms.ChoiceField(label=_("What does it concern?"), choices=[NOT_SAID, *Adaptation.What.choices])
    nature = forms.ChoiceField(label=_("What kind of change is it?"), choices=[NOT_SAID, *Adaptation.Nature.choices])
    because = forms.CharField(
        label=pgettext_lazy("adaptation", "Why?"), max_length=1000, required=False, widget=_area(2)
    )

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """The adaptation, and a result if there is one."""
        data = self.cleaned_data
        adaptation = {"text": self.text("changed"), "what": data["what"], "nature": data["nature"]}
        return {**super().parts, "adaptation": {**adaptation, "reason": self.text("because"), "when": "implementation"}}


class StoppedForm(AnswerForm):
    """Why it was stopped, and what the next one should know."""

    why = forms.CharField(
        label=_("Why was it stopped?"),
        max_length=1000,
        widget=_area(),
        help_text=_("Money, people, need, something better: others learn from it."),
    )
    lesson = forms.CharField(label=_("What should the next one know?"), max_length=2000, required=False, widget=_area())

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """A lesson and a result, where there are some."""
        found = super().parts
        if self.cleaned_data.get("lesson"):
            found["lesson"] = {"kind": Lesson.Kind.STOPPING, "text": self.text("lesson")}
        return found

    @property
    def reason(self) -> TranslatedText:
        """Why."""
        return self.text("why")


FORMS: dict[str, type[AnswerForm]] = {
    answering.CHANGED: ChangedForm,
    answering.STOPPED: StoppedForm,
    answering.RESULT: ResultForm,
}
OWN_FIELDS = {answering.CHANGED: "changed,what,nature,because", answering.STOPPED: "why,lesson"}
