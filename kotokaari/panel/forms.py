"""What one may type on the pages of the panel. A form lends its fields; the actions write."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.catalogue.public import SIZE_BANDS
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, organisation_options
from kotokaari.submissions.public import Recusal
from kotokaari.vocabulary.public import Concept, concept_book

from .models import Expert, Seat

LANGUAGE_CHOICES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
NONE = "none"


def language() -> str:
    """The language of the page."""
    return (get_language() or "fi")[:2]


def theme_options() -> list[tuple[str, str]]:
    """(code, words) of every theme."""
    return [(entry.code, entry.label(language())) for entry in concept_book().of_kind("theme")]


def number(label: Any, *, least: int = 0, most: int = 500, help_text: Any = "") -> forms.IntegerField:
    """A small whole number."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, help_text=help_text)


def a_day(label: Any, *, help_text: Any = "") -> forms.DateField:
    """A day to come, or none."""
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


def checks(label: Any, choices: Any, *, required: bool = False, help_text: Any = "") -> forms.MultipleChoiceField:
    """Some of a few."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


class ProfileForm(forms.Form):
    """What a person says of themselves as an expert."""

    use_required_attribute = False

    themes = checks(_("Themes you know"), theme_options, help_text=_("Submissions on these are offered to you first."))
    languages = checks(
        _("Languages you read well"),
        LANGUAGE_CHOICES,
        required=True,
        help_text=_("You are given only submissions in these languages."),
    )
    size_bands = checks(
        _("Kinds of municipality you know from within"),
        SIZE_BANDS,
        help_text=_("Because you have worked in one, or lived in one."),
    )
    organisation = forms.ChoiceField(
        label=_("Organisation"),
        required=False,
        help_text=_("You are never given what it has sent, or what it is a partner in."),
    )
    about = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("What you have done in this field. Those who run a call read it."),
    )
    most = number(_("How many submissions in one call at most"), least=1, most=200)
    is_open = forms.BooleanField(label=_("I may be asked to a panel"), required=False)
    has_moved = forms.BooleanField(
        label=_("I have own experience of moving to Finland, and it may be used in making up panels"),
        required=False,
        help_text=_(
            "Only if you want to. Those who run a call see it beside your name; nobody else does. You can take it back here at any time, and it takes effect at once."
        ),
    )

    def __init__(self, *args: Any, expert: Expert | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = organisation_options(language())
        self.fields["organisation"].choices = [("", _("None")), *options]  # type: ignore[attr-defined]
        self.initial = _shown(expert) if expert else {"most": 10, "is_open": True, "languages": [language()]}

    def values(self, before: TranslatedText) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        words = data["about"].strip()
        about = before if words == before.text(language()) else TranslatedText.of(language(), words)
        return {
            "fields": list(Concept.objects.filter(scheme__is_house=True, code__in=data["themes"])),
            "languages": data["languages"],
            "size_bands": data["size_bands"],
            "organisation": Organisation.objects.filter(uuid=data["organisation"]).first()
            if data["organisation"]
            else None,
            "about": about,
            "most": data["most"],
            "is_open": data["is_open"],
            "has_moved": data["has_moved"],
        }


def _shown(expert: Expert) -> dict[str, Any]:
    return {
        "themes": [concept.code for concept in expert.fields.all()],
        "languages": expert.languages,
        "size_bands": expert.size_bands,
        "organisation": str(expert.organisation.uuid) if expert.organisation else "",
        "about": str(read(expert.about)),
        "most": expert.most,
        "is_open": expert.is_open,
        "has_moved": bool(expert.has_moved_consented_at),
    }


class FilterForm(forms.Form):
    """Whom to look for among the experts."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=lambda: [("", _("Any")), *theme_options()])
    language = forms.ChoiceField(label=_("Reads"), required=False, choices=[("", _("Any")), *LANGUAGE_CHOICES])
    size_band = forms.ChoiceField(
        label=_("Kind of municipality"), required=False, choices=[("", _("Any")), *SIZE_BANDS]
    )
    experience = forms.BooleanField(label=_("Own experience of moving"), required=False)

    def asked(self) -> dict[str, Any]:
        """What was chosen; what is not among the choices is left aside."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return {
            "words": (data.get("q") or "").strip(),
            "theme": data.get("theme") or "",
            "language": data.get("language") or "",
            "size_band": data.get("size_band") or "",
            "experience": bool(data.get("experience")),
        }


class TermsForm(forms.Form):
    """As what, how much and until when a member judges."""

    use_required_attribute = False

    part = forms.ChoiceField(label=_("As what"), choices=Seat.Part.choices, widget=forms.RadioSelect)
    least = number(_("At least so many submissions"))
    most = number(_("At most so many submissions"), least=1)
    term_until = a_day(_("Until when the seat lasts"))
    plain_view = forms.BooleanField(
        label=_("Begin with questions in plain language"),
        required=False,
        help_text=_("The member can change this whenever they want."),
    )

    def clean(self) -> dict[str, Any]:
        """The least is not over the most."""
        data = super().clean() or {}
        if None not in (data.get("least"), data.get("most")) and data["least"] > data["most"]:
            self.add_error("least", _("The least is not more than the most."))
        return data

    def terms(self) -> dict[str, Any]:
        """The terms alone."""
        return {name: self.cleaned_data[name] for name in ("part", "least", "most", "term_until", "plain_view")}


class AskForm(TermsForm):
    """Somebody is asked: an expert of the list, or anybody by e-mail."""

    person = forms.ChoiceField(label=_("An expert"), required=False, help_text=_("People who have a profile here."))
    email = forms.EmailField(
        label=_("Or by e-mail"),
        required=False,
        help_text=_("Somebody without an account gets an invitation to make one."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect)

    field_order = ("person", "email", "language", "part", "least", "most", "term_until", "plain_view")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Nobody chosen")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One person, by one way."""
        data = super().clean() or {}
        if bool(data.get("person")) == bool(data.get("email")) and not self.errors:
            self.add_error("person", _("Choose an expert, or write an e-mail address: one of them."))
        return data


class SettingsForm(forms.Form):
    """How the work is to be shared out."""

    use_required_attribute = False

    per_submission = number(_("Assessments of each submission"), least=1, most=20)
    objective = forms.ChoiceField(
        label=_("What is the best assignment?"),
        choices=[
            ("total", _("The best fit as a whole")),
            ("fair", _("The best fit for the submission that fares worst")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Wishes below are weighed only with the first; the second looks at the fit alone."),
    )
    experience = forms.BooleanField(
        label=_("At least one assessor with own experience of moving to each submission"), required=False
    )
    organisation = forms.BooleanField(
        label=_("At most one assessor of the same organisation to each submission"), required=False
    )
    least = forms.BooleanField(label=_("Each member gets the least number agreed on"), required=False)
    assess_by = a_day(_("By when they assess"), help_text=_("It stands in the letters to the members."))

    def clean_assess_by(self) -> datetime.date | None:
        """A day to come."""
        day: datetime.date | None = self.cleaned_data["assess_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return day

    def values(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        return {
            "per_submission": data["per_submission"],
            "objective": data["objective"],
            "wishes": {name: data[name] for name in ("experience", "organisation", "least")},
            "assess_by": data["assess_by"],
        }


class LeaveForm(forms.Form):
    """Why somebody leaves."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("In a few words. Those who run the call read it."),
    )


def choices_of_conflict() -> list[tuple[str, Any]]:
    """The kinds of conflict, in words."""
    return list(Recusal.Kind.choices)
