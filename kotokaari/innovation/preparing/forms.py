"""What those who prepare a day may type."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.innovation.models import Day, Phase
from kotokaari.needs.public import Survey, Theme
from kotokaari.people.public import Organisation, User

from . import queries, times
from .readiness import LANGUAGE_NAMES

HOME_ZONE = "Europe/Helsinki"
CODES = tuple((code, LANGUAGE_NAMES[code]) for code in LANGUAGES)


def _language() -> str:
    return (get_language() or "fi")[:2]


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A date as browsers take it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def time_field(**more: Any) -> forms.TimeField:
    """An hour by the clock of the day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=pgettext_lazy("clock", "At"), widget=widget, **more)


def moment_of(day: datetime.date | None, clock: datetime.time | None, zone: str) -> datetime.datetime | None:
    """What the clock on the wall shows, as a moment; None without a date. Raises DomainError for an hour that is not."""
    return times.in_zone(datetime.datetime.combine(day, clock or datetime.time(9)), zone) if day else None


class Texts(forms.Form):
    """A form some of whose fields are texts in three languages. ``TEXTS`` name them, with label, help and length."""

    TEXTS: dict[str, tuple[Any, Any, int]] = {}

    def __init__(self, *args: Any, standing: dict[str, TranslatedText] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing or {}
        for name, (_label, _help, most) in self.TEXTS.items():
            for code, language in CODES:
                widget: forms.Widget = forms.TextInput() if most <= 200 else forms.Textarea(attrs={"rows": 4})
                widget.attrs |= {"lang": code, "dir": "auto"}
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=language, required=False, max_length=most, widget=widget
                )
                if name in self.standing:
                    self.initial[f"{name}_{code}"] = self.standing[name].text(code)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each text with its label, its help and its boxes."""
        return [
            {"label": label, "help": help, "boxes": [self[f"{name}_{code}"] for code in LANGUAGES]}
            for name, (label, help, _most) in self.TEXTS.items()
        ]

    def texts(self) -> dict[str, TranslatedText]:
        """What was typed; what did not change keeps where it came from."""
        return {name: self._text(name) for name in self.TEXTS}

    def _text(self, name: str) -> TranslatedText:
        was = self.standing.get(name, TranslatedText())
        typed = {code: self.cleaned_data.get(f"{name}_{code}", "").strip() for code in LANGUAGES}
        said = [code for code, words in typed.items() if words]
        if not said:
            return TranslatedText()
        here = _language() if _language() in said else said[0]
        now = was if was and was.source in said else TranslatedText(here)
        for code in sorted(LANGUAGES, key=lambda code: code != now.source):
            if not typed[code]:
                now = now.without(code)
            elif typed[code] != now.text(code):
                now = now.with_translation(code, typed[code])
        return now


class StartForm(forms.Form):
    """Whose day, its name, and when it begins."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    name = forms.CharField(label=_("Name of the day"), max_length=160)
    day = day_field(_("Day"), required=False, help_text=_("May be left open for now."))
    time = time_field(required=False, initial=datetime.time(9))

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0].pk

    def facts(self, zone: str = HOME_ZONE) -> dict[str, Any]:
        """What the action wants to know. Raises DomainError for an hour the clocks leap over."""
        typed = self.cleaned_data
        return {
            "organisation": typed["organisation"],
            "name": TranslatedText.of(_language(), typed["name"]),
            "starts_at": moment_of(typed["day"], typed["time"], zone),
        }


class TextsForm(Texts):
    """The texts of a day."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    TEXTS = {
        "name": (_("Name"), _("What it is called in letters and on the wall."), 160),
        "summary": (_("Summary"), _("Two sentences: what is worked on, and what comes out of it."), 600),
        "about": (_("About the day"), _("Why it is held, for whom, what happens with the ideas, food, costs."), 6000),
        "place_text": (_("Where"), _("The address, the way in, and how one gets there without stairs."), 600),
    }


class TermsForm(forms.Form):
    """How the day is held."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the day"), choices=CODES, widget=forms.CheckboxSelectMultiple
    )
    online_url = forms.URLField(
        assume_scheme="https",
        label=_("Where one joins from elsewhere"),
        required=False,
        help_text=_("The address of the video meeting. Only those who signed up see it."),
    )
    sign_up_day = day_field(_("Sign-up until"), required=False)
    sign_up_time = time_field(required=False)
    most_people = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=2000,
        help_text=_("Whoever comes later stands on a waiting list. Empty: no limit."),
    )
    groups_wanted = forms.IntegerField(label=_("Groups"), min_value=1, max_value=60)
    working = forms.ChoiceField(
        label=_("What do the groups work on?"), choices=Day.Working.choices, widget=forms.RadioSelect
    )
    choosing = forms.ChoiceField(
        label=_("How are the best ideas chosen?"), choices=Day.Choosing.choices, widget=forms.RadioSelect
    )
    chosen_per_theme = forms.IntegerField(label=_("Ideas chosen in each theme"), min_value=1, max_value=10)
    keeps_people_until = day_field(
        _("Until when names and addresses are kept"),
        required=False,
        help_text=_(
            "Then they are erased by themselves. Those who sign up agree to this date; it cannot become later."
        ),
    )
    feedback = forms.ModelChoiceField(
        Survey.objects.none(), label=_("Feedback survey"), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, surveys: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feedback"].queryset = surveys  # type: ignore[attr-defined]

    def facts(self, zone: str) -> dict[str, Any]:
        """What the action wants to know."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        day, clock = typed.pop("sign_up_day"), typed.pop("sign_up_time")
        return {**typed, "sign_up_until": moment_of(day, clock or datetime.time(23, 59), zone)}


class BeginForm(forms.Form):
    """When the programme begins."""

    day = day_field(_("The day begins on"))
    time = time_field()


class PhaseForm(Texts):
    """One part of the programme."""

    kind = forms.ChoiceField(label=_("What is done in it?"), choices=Phase.Kind.choices)
    minutes = forms.IntegerField(label=pgettext_lazy("length", "Minutes"), min_value=1, max_value=1440, initial=30)
    is_silent = forms.BooleanField(
        label=_("Silent writing"),
        required=False,
        help_text=_("Ideas are hidden from others until the facilitator opens them up. For the part “Ideas”."),
    )
    is_secret = forms.BooleanField(
        label=_("Secret"),
        required=False,
        help_text=_("Who chose or weighed what is never kept, and results are told when the part closes."),
    )
    day = day_field(
        _("Begins anew on"),
        required=False,
        help_text=_("Only for another day or after a gap; else it follows the part before."),
    )
    time = time_field(required=False)
    TEXTS = {
        "name": (_("Name"), "", 120),
        "about": (_("What happens"), _("Shown to participants when the part is opened."), 1000),
    }


class ThemeForm(Texts):
    """A theme of the day."""

    TEXTS = {
        "name": (_("Theme"), "", 160),
        "about": (_("In two sentences"), _("What the need is, and who says so."), 1000),
    }


class SurveyForm(forms.Form):
    """From which survey themes are taken."""

    survey = forms.ModelChoiceField(Survey.objects.none(), label=_("Survey"), empty_label=_("None"), required=False)

    def __init__(self, *args: Any, surveys: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = surveys  # type: ignore[attr-defined]


class TakeForm(forms.Form):
    """Which of a survey's chosen themes."""

    themes: forms.ModelMultipleChoiceField[Theme] = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("Themes chosen from the survey"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if day.survey is not None:
            taken = day.themes.exclude(theme=None).values("theme")
            self.fields["themes"].queryset = queries.chosen_themes(day.survey).exclude(pk__in=taken)  # type: ignore[attr-defined]


class StaffForm(forms.Form):
    """Who runs the day, by the e-mail addresses of their accounts."""

    facilitators = forms.CharField(
        label=_("Facilitators"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=_("E-mail addresses of their accounts, one in a line. They prepare and steer the day."),
    )
    helpers = forms.CharField(
        label=_("Helpers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=_("They check people in and make groups."),
    )

    def _people(self, name: str) -> list[User]:
        typed = [line.strip() for line in self.cleaned_data[name].replace(",", "\n").splitlines() if line.strip()]
        found = {
            user.email.casefold(): user for user in User.objects.filter(email__in=[*typed, *map(str.lower, typed)])
        }
        unknown = [address for address in typed if address.casefold() not in found]
        if unknown:
            raise forms.ValidationError(
                _("Nobody here has the address %(address)s. Ask them to make an account first."),
                params={"address": ", ".join(unknown)},
            )
        return [found[address.casefold()] for address in typed]

    def clean_facilitators(self) -> list[User]:
        """Their accounts."""
        return self._people("facilitators")

    def clean_helpers(self) -> list[User]:
        """Their accounts."""
        return self._people("helpers")


class ReasonForm(forms.Form):
    """Why a day is not held."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Goes to everybody who signed up."),
    )
