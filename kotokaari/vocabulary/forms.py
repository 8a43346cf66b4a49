"""What one may type about words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Concept

PREFERRED = {"fi": _("Term in Finnish"), "sv": _("Term in Swedish"), "en": _("Term in English")}
SYNONYMS = {"fi": _("Synonyms in Finnish"), "sv": _("Synonyms in Swedish"), "en": _("Synonyms in English")}
DEFINITION = {"fi": _("Definition in Finnish"), "sv": _("Definition in Swedish"), "en": _("Definition in English")}


class DayForm(forms.Form):
    """A day to look at the law on."""

    on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ConceptForm(forms.Form):
    """The words of a concept, language by language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, label in PREFERRED.items():
            self.fields[f"term_{language}"] = forms.CharField(label=label, max_length=300, required=language == "fi")
            self.fields[f"synonyms_{language}"] = forms.CharField(
                label=SYNONYMS[language],
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One a line."),
            )
            self.fields[f"definition_{language}"] = forms.CharField(
                label=DEFINITION[language], required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
        for name, field in self.fields.items():
            field.widget.attrs["lang"] = name.rsplit("_", 1)[1]

    @staticmethod
    def of(concept: Concept) -> dict[str, str]:
        """The concept's words as the form shows them."""
        shown: dict[str, str] = {}
        for language in PREFERRED:
            labels = [label for label in concept.labels.all() if label.language == language]
            shown[f"term_{language}"] = next((label.text for label in labels if label.role == "pref"), "")
            shown[f"synonyms_{language}"] = "\n".join(label.text for label in labels if label.role == "alt")
            shown[f"definition_{language}"] = concept.definition.text(language)
        return shown

    def by_language(self, part: str) -> dict[str, str]:
        """What was typed for ``term``, ``synonyms`` or ``definition``, by language."""
        return {language: self.cleaned_data[f"{part}_{language}"].strip() for language in PREFERRED}
