"""The gallery's form: one of every field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class HouseRenderer(TemplatesSetting):
    """Forms of the house: ``{{ form }}`` and ``{{ field.as_field_group }}`` look like ``{% field %}``."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field_group.html"


PLACES = [
    ("", "---------"),
    ("vantaa", "Vantaa"),
    ("espoo", "Espoo"),
    ("helsinki", "Helsinki"),
    ("jyvaskyla", "Jyväskylä"),
    ("burgenlandkreis", "Burgenlandkreis"),
    ("enontekio", "Enontekiö"),
    ("kauniainen", "Kauniainen"),
    ("kerava", "Kerava"),
    ("tampere", "Tampere"),
    ("turku", "Turku"),
]
THEMES = [
    ("language", _("Language learning")),
    ("work", _("Work")),
    ("families", _("Families")),
    ("leisure", _("Free time")),
    ("housing", _("Housing")),
    ("health", _("Health")),
    ("school", _("School")),
    ("relations", _("Good relations")),
    ("reception", _("First months")),
]


class GalleryForm(forms.Form):
    """Every kind of field once."""

    title = forms.CharField(label=_("Name of the practice"), help_text=_("As people call it where it is used."))
    summary = forms.CharField(label=_("In one sentence"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    started_on = forms.DateField(
        label=_("In use since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.ChoiceField(label=_("Place"), choices=PLACES)
    near = forms.ChoiceField(label=_("Neighbouring place"), choices=PLACES, required=False)
    themes = forms.MultipleChoiceField(label=_("Themes"), choices=THEMES, required=False)
    phase = forms.ChoiceField(
        label=_("Phase"),
        choices=[("try", _("Being tried")), ("use", _("In use")), ("end", _("Ended"))],
        widget=forms.RadioSelect,
        initial="use",
    )
    groups = forms.MultipleChoiceField(
        label=_("Target groups"),
        choices=[("adults", _("Adults")), ("young", _("Young people")), ("parents", _("Parents at home"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose all that the practice was made for."),
    )
    attachment = forms.FileField(label=_("Attachment"), required=False)
    agrees = forms.BooleanField(label=_("I have the right to publish this"), required=False)

    def clean_title(self) -> Any:
        """Refuse one word, so that the gallery can show an error."""
        title = self.cleaned_data["title"]
        if title == "wrong":
            raise forms.ValidationError(_("Write the name in full."))
        return title
