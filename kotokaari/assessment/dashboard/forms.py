"""What those who run a call may type on the dashboard."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PlanForm(forms.Form):
    """By when the panel hands in."""

    due_on = forms.DateField(
        label=_("The panel hands in by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Members are reminded three days and one day before. Leave empty to set no day."),
    )


class GiveBackForm(forms.Form):
    """Why an assessment is given back."""

    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("The member reads this in a letter and on the page of the assessment."),
    )
