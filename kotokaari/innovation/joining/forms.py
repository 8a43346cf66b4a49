"""What somebody who takes part may say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.fields import read
from kotokaari.foundation.text import LANGUAGES
from kotokaari.innovation.models import Day, Participant
from kotokaari.people.public import Place, place_options

from . import professions

NAMES = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}
WISHES = (_("First wish"), _("Second wish"), _("Third wish"))


def _language() -> str:
    return (get_language() or "fi")[:2]


class JoinForm(forms.Form):
    """Who somebody is, for the groups: nothing in it names her, but the name if she gives it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Those who run the day and your own group see it. You may leave it out, or give a first name."),
    )
    profession = forms.CharField(
        label=_("Professional field"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "professions", "autocomplete": "off"}),
        help_text=_("Groups are mixed by it. Choose from the suggestions, or write your own."),
    )
    municipality = forms.ChoiceField(label=_("Municipality you work in"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you understand in group work"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, day: Day, participant: Participant | None = None, **kwargs: Any) -> None:
        self.day = day
        if participant is not None:
            kwargs["initial"] = {**_standing(participant), **kwargs.get("initial", {})}
        else:
            kwargs.setdefault("initial", {}).setdefault("languages", [_language()])
        super().__init__(*args, **kwargs)
        codes = list(dict.fromkeys([*day.languages, *LANGUAGES]))
        self.fields["languages"].choices = [(code, NAMES.get(code, code)) for code in codes]  # type: ignore[attr-defined]
        places = place_options(_language(), Place.Level.MUNICIPALITY)
        self.fields["municipality"].choices = [("", _("Not chosen")), *places]  # type: ignore[attr-defined]

    @property
    def suggestions(self) -> list[str]:
        """Professional fields, in the reader's language."""
        return professions.suggestions()

    def clean_profession(self) -> str:
        """As it is kept: in the day's first language where it is a suggestion."""
        return professions.settled(self.cleaned_data["profession"], self.day)

    def clean_municipality(self) -> Place | None:
        """The place itself."""
        code = self.cleaned_data["municipality"]
        return Place.objects.filter(code=code).first() if code else None

    def facts(self) -> dict[str, Any]:
        """What the action wants to know."""
        return {**self.cleaned_data, "language": _language()}


def _standing(participant: Participant) -> dict[str, Any]:
    wishes = {f"wish_{place}": wish for place, wish in enumerate(participant.wishes[:3])}
    return {
        "name": participant.name,
        "email": participant.email,
        "profession": professions.read_as(participant.profession, participant.day),
        "municipality": participant.municipality.code if participant.municipality else "",
        "organisation_text": participant.organisation_text,
        "languages": participant.languages,
        "access_needs": participant.access_needs,
        "is_remote": str(participant.is_remote),
        "agrees": participant.agreed_at is not None,
        **wishes,
    }


class SignUpForm(JoinForm):
    """All that one may say when signing up beforehand."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "For your own link, and for letters about this day. Without it, keep the link that is shown to you."
        ),
    )
    organisation_text = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    is_remote = forms.ChoiceField(
        label=_("How do you take part?"),
        choices=(("False", _("In the room")), ("True", _("From elsewhere, online"))),
        widget=forms.RadioSelect,
        initial="False",
    )
    access_needs = forms.CharField(
        label=_("What do you need to take part?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Ways without stairs, interpreting, food, a quiet place. Those who run the day read it; it is erased after the day."
        ),
    )
    agrees = forms.BooleanField(label=_("My details may be kept until then."), required=False)

    field_order = ("name", "email", "organisation_text", "profession", "municipality", "languages", "is_remote")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.day.online_url:
            del self.fields["is_remote"]
        if self.day.working == Day.Working.OWN:
            options = [("", _("No wish")), *((theme.pk, str(read(theme.name))) for theme in self.day.themes.all())]
            for place, label in enumerate(WISHES):
                self.fields[f"wish_{place}"] = forms.TypedChoiceField(
                    label=label, choices=options, required=False, coerce=int
                )
        self.order_fields([*self.field_order, "wish_0", "wish_1", "wish_2", "access_needs", "agrees"])

    def clean_is_remote(self) -> bool:
        """As a truth."""
        return bool(self.cleaned_data["is_remote"] == "True")

    def facts(self) -> dict[str, Any]:
        """What the action wants to know; wishes in their order."""
        typed = super().facts()
        wishes = [typed.pop(f"wish_{place}", 0) for place in range(3)]
        return {**typed, "wishes": [wish for wish in wishes if wish]}


class DoorForm(JoinForm):
    """Somebody who came without having signed up, written down at the door."""

    organisation_text = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    agrees = forms.BooleanField(
        label=_("She agrees to her details being kept until the date of the day."), required=False
    )


class CodeForm(forms.Form):
    """The code from the wall."""

    code = forms.CharField(
        label=_("Code of the day"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "dir": "ltr", "class": "day-code"}
        ),
        help_text=_("Six letters; they stand on the wall."),
    )


class OwnCodeForm(forms.Form):
    """One's own code, from the letter or the name card."""

    own_code = forms.CharField(
        label=_("Your own code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "dir": "ltr", "class": "day-code"}
        ),
        help_text=_("Six letters, in the letter you got and on your name card."),
    )
