"""Trying other places and weights: a form by GET, so that a try has an address of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.fields import read
from kotokaari.rubrics.public import Criterion

from .making import Weighing

FREEDOMS = (
    ("near", _("A little: a weight typically a fifth more or less")),
    ("usual", _("Moderately: two fifths more or less")),
    ("any", _("Any weights at all, whatever was agreed")),
)


class PlacesForm(forms.Form):
    """How many are chosen, and how freely weights vary."""

    places = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=10_000, help_text=_("How many can be chosen.")
    )
    freedom = forms.ChoiceField(label=_("How freely the weights vary"), choices=FREEDOMS)


class WeightsForm(PlacesForm):
    """And around which weights, one field a criterion, named w-CODE."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"w-{criterion.code}"] = forms.DecimalField(
                label=str(read(criterion.name)), min_value=0, max_value=100, decimal_places=2, localize=True
            )

    def clean(self) -> dict[str, Any] | None:
        """Some criterion must weigh something."""
        cleaned = super().clean() or {}
        weights = [cleaned.get(f"w-{criterion.code}") for criterion in self.criteria]
        if None not in weights and not any(weights):
            raise forms.ValidationError(_("Give at least one criterion a weight above zero."))
        return cleaned

    def weighing(self) -> Weighing:
        """What is asked."""
        data = self.cleaned_data
        weights = {criterion.code: float(data[f"w-{criterion.code}"]) for criterion in self.criteria}
        return Weighing(data["places"], data["freedom"], weights)


def first_values(criteria: list[Criterion], weighing: Weighing) -> dict[str, Any]:
    """What the form shows before anybody tries: the agreed weights."""
    weights = {f"w-{criterion.code}": criterion.weight for criterion in criteria}
    return {"places": weighing.places, "freedom": weighing.freedom, **weights}
