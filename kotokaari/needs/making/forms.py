"""What one may type while making a survey."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User

from .. import languages as tongues
from ..models import Survey
from . import starting

DATE: dict[str, Any] = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
CLOCK: dict[str, Any] = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}


def here() -> str:
    """The language of the page."""
    return (get_language() or "fi")[:2]


def in_language(words: str) -> TranslatedText:
    """What was typed, in the language of the page."""
    return TranslatedText.of(here(), words.strip()) if words.strip() else TranslatedText()


class NameForm(forms.Form):
    """Whose survey, and its name."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    name = forms.CharField(
        label=_("Name of the survey"),
        max_length=160,
        help_text=_("As the respondent reads it first: “What helps families settle in? Spring 2027”."),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0].pk

    def clean_name(self) -> TranslatedText:
        """In the language of the page."""
        return in_language(self.cleaned_data["name"])


class StartForm(NameForm):
    """Whose survey, its name, and what it begins with."""

    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect, initial="preliminary")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].choices = starting.choices()  # type: ignore[attr-defined]


class Revised(forms.Form):
    """A form that knows which state of the survey it was filled in for."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


def time_zones() -> list[tuple[str, str]]:
    """The time zones people live in: those of Europe first."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in sorted(names, key=lambda name: not name.startswith("Europe/"))]


class TermsForm(Revised):
    """What it is for, in which languages, who may answer, and when."""

    purpose = forms.ChoiceField(label=_("What is it for?"), choices=Survey.Purpose.choices, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The respondent chooses among these. Every text must stand in each of them before opening."),
    )
    other_languages = forms.CharField(
        label=_("Further languages"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Language tags with a space between, for example: se pl sr-Latn."),
    )
    is_anonymous = forms.BooleanField(
        label=_("Anonymous"),
        required=False,
        help_text=_(
            "Neither name, account nor address is kept with the answers, and of the time the day at most. Everybody who answers is told so; it cannot be changed once the survey is open."
        ),
    )
    is_by_invitation = forms.BooleanField(
        label=_("Only with a personal one-time link"),
        required=False,
        help_text=_("Else whoever has the link can answer."),
    )
    is_listed = forms.BooleanField(
        label=_("Told of in public"),
        required=False,
        help_text=_("Stands in the public list of surveys once it is open."),
    )
    opens_day = forms.DateField(label=_("Opens on"), required=False, **DATE)
    opens_time = forms.TimeField(label=pgettext_lazy("clock", "At"), required=False, **CLOCK)
    closes_day = forms.DateField(label=_("Closes on"), required=False, **DATE)
    closes_time = forms.TimeField(label=pgettext_lazy("clock", "At"), required=False, **CLOCK)
    time_zone = forms.ChoiceField(label=_("Time zone of these times"))
    themes_wanted = forms.IntegerField(
        label=_("Themes to choose from the answers"),
        min_value=1,
        max_value=20,
        help_text=_("Five is usual before an innovation day."),
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        self.survey = survey
        super().__init__(*args, **kwargs)
        tags = tongues.in_house_order([*tongues.USUAL, *survey.languages])
        self.fields["languages"].choices = [(tag, tongues.both_names(tag)) for tag in tags]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]

    def clean_other_languages(self) -> list[str]:
        """The tags, each one that can be a language."""
        tags = self.cleaned_data["other_languages"].replace(",", " ").split()
        if strange := [tag for tag in tags if not tongues.is_tag(tag)]:
            words = {"tag": strange[0]}
            raise forms.ValidationError(
                gettext("“%(tag)s” is not a language tag: write two or three letters, like uk, so or ckb.") % words
            )
        return tags

    def clean(self) -> dict[str, Any]:
        """At least one language."""
        found = super().clean() or {}
        if not found.get("languages") and not found.get("other_languages"):
            self.add_error("languages", gettext("A survey is in one language at least."))
        return found

    def facts(self) -> dict[str, Any]:
        """What the action wants to know, the times apart."""
        typed = self.cleaned_data
        names = ("purpose", "is_anonymous", "is_by_invitation", "is_listed", "themes_wanted", "time_zone")
        return {
            "languages": [
                *typed["languages"],
                *(tag for tag in typed["other_languages"] if tag not in typed["languages"]),
            ],
            **{name: typed[name] for name in names},
        }

    def times(self) -> dict[str, datetime.datetime | None]:
        """What the clock on the wall shows when it opens and closes."""
        return {
            "opens": _together(self.cleaned_data, "opens", datetime.time(8)),
            "closes": _together(self.cleaned_data, "closes", datetime.time(23, 59)),
        }


def _together(typed: dict[str, Any], name: str, otherwise: datetime.time) -> datetime.datetime | None:
    day = typed.get(f"{name}_day")
    return datetime.datetime.combine(day, typed.get(f"{name}_time") or otherwise) if day else None


class MoreTimeForm(forms.Form):
    """Until when it takes answers now."""

    day = forms.DateField(label=_("New closing day"), required=False, **DATE)
    time = forms.TimeField(label=pgettext_lazy("clock", "At"), required=False, **CLOCK)

    def moment(self) -> datetime.datetime | None:
        """What the clock on the wall shows; None: until somebody closes it."""
        day = self.cleaned_data["day"]
        return datetime.datetime.combine(day, self.cleaned_data["time"] or datetime.time(23, 59)) if day else None


class PeopleForm(forms.Form):
    """Who makes the survey, by e-mail: one address in a line."""

    people = forms.CharField(
        label=_("Who makes the survey and reads its results"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
        help_text=_("One e-mail address in a line. Nobody else sees what was answered."),
    )

    def clean_people(self) -> list[User]:
        """The people themselves."""
        typed = [line.strip() for line in self.cleaned_data["people"].replace(",", "\n").splitlines() if line.strip()]
        spellings = {*typed, *(address.lower() for address in typed)}
        known = {user.email.casefold(): user for user in User.objects.filter(is_active=True, email__in=spellings)}
        if unknown := [address for address in typed if address.casefold() not in known]:
            words = {"addresses": ", ".join(unknown)}
            raise forms.ValidationError(gettext("Nobody uses Kotokaari with this address: %(addresses)s") % words)
        return list({known[address.casefold()].pk: known[address.casefold()] for address in typed}.values())
