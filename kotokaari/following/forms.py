"""What one may type about what one follows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import SavedSearch


class SearchForm(forms.Form):
    """The name of a saved search and how often letters may come."""

    name = forms.CharField(
        label=pgettext_lazy("of a search", "Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    frequency = forms.ChoiceField(
        label=_("Letters about what is new"),
        choices=SavedSearch.Frequency.choices,
        initial=SavedSearch.Frequency.WEEKLY,
    )


class NewSearchForm(SearchForm):
    """The same with the search itself, as the page it was made on says it."""

    page = forms.ChoiceField(choices=SavedSearch.Page.choices, widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=4000, strip=False, widget=forms.HiddenInput)
