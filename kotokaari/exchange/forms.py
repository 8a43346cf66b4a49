"""What one may type."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, Place, place_options

from .actions.times import MOST_WEEKS
from .models import Offer
from .models.questions import LONGEST_SUBJECT, LONGEST_TEXT
from .models.thanks import LONGEST_THANKS
from .models.times import HOME_ZONE, LANGUAGES
from .queries import organisations_to_speak_for

SIGNED = (("name", _("With my name")), ("organisation", _("Without my name: only my organisation is told")))


class AskForm(forms.Form):
    """A question to the owner of a practice."""

    subject = forms.CharField(
        label=_("Your question in one line"),
        max_length=LONGEST_SUBJECT,
        help_text=_("For example: How many volunteers do you need for one group?"),
    )
    text = forms.CharField(
        label=_("Tell more"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What do you plan, and what would you like to know? Tell nothing about single clients."),
    )
    organisation = forms.ChoiceField(label=_("You ask for"), required=False)
    signed = forms.ChoiceField(label=_("How do you sign?"), choices=SIGNED, widget=forms.RadioSelect)
    is_open = forms.BooleanField(
        label=_("Others may read the question and the answer"),
        required=False,
        help_text=_(
            "They are shown on the practice's page once there is an answer, without your name. "
            "Thus the next one need not ask. You can change this later."
        ),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations: dict[str, Organisation] = {}
        if user is not None and user.is_authenticated:
            self.organisations = {str(one.pk): one for one in organisations_to_speak_for(user)}
        if not self.organisations:
            del self.fields["organisation"]
            return
        choices = [(key, str(one)) for key, one in self.organisations.items()]
        self.fields["organisation"].choices = [*choices, ("", pgettext_lazy("question", "Only for myself"))]  # type: ignore[attr-defined]
        self.initial.setdefault("organisation", choices[0][0])

    def clean_organisation(self) -> Organisation | None:
        """The organisation itself."""
        return self.organisations.get(self.cleaned_data["organisation"])


class ReplyForm(forms.Form):
    """What one writes on in a thread."""

    text = forms.CharField(label=_("Your message"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))
    signed = forms.ChoiceField(label=_("How do you sign?"), choices=SIGNED, widget=forms.RadioSelect)
    asks_again = forms.BooleanField(
        label=_("I need another answer"),
        required=False,
        help_text=_("The question waits for the owner again. Leave this out when you only say thank you."),
    )

    def __init__(self, *args: Any, may_ask_again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_ask_again:
            del self.fields["asks_again"]


class MendForm(forms.Form):
    """One's own words, mended."""

    text = forms.CharField(label=_("Your message"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8}))


class SentenceForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why, in a sentence"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def time_zones() -> list[tuple[str, str]]:
    """The time zones people live in: those of Europe first."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    ordered = sorted(names, key=lambda name: not name.startswith("Europe/"))
    return [(name, name.replace("_", " ")) for name in ordered]


class OfferForm(forms.Form):
    """A time to visit, to be mentored or to talk."""

    kind = forms.ChoiceField(label=_("What do you offer?"), choices=Offer.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Name of the visit"), max_length=160)
    about = forms.CharField(
        label=_("What happens there?"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(
        label=pgettext_lazy("clock", "From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=pgettext_lazy("clock", "To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only when it is not the same day."),
    )
    zone = forms.ChoiceField(label=_("Time zone of these times"), initial=HOME_ZONE)
    times = forms.IntegerField(
        label=_("Weeks"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text=_("How many weeks in a row, on the same weekday and at the same time by the clock."),
    )
    place = forms.ChoiceField(label=_("Municipality"), required=False)
    is_remote = forms.BooleanField(label=_("One can take part remotely"), required=False)
    where = forms.CharField(
        label=_("Address or link"),
        max_length=500,
        required=False,
        help_text=_("Shown only to those who have a place."),
    )
    capacity = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=500, initial=4)
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple)
    price_note = forms.CharField(
        label=_("Price"), max_length=200, required=False, help_text=_("For example: Free of charge, lunch at own cost.")
    )

    TEXTS = ("title", "about", "price_note")

    def __init__(self, *args: Any, offer: Offer | None = None, **kwargs: Any) -> None:
        self.offer = offer
        if offer:
            kwargs.setdefault("initial", _initial(offer))
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = time_zones()  # type: ignore[attr-defined]
        places = place_options(_language(), Place.Level.MUNICIPALITY, Place.Level.LAU)
        self.fields["place"].choices = [("", "—"), *places]  # type: ignore[attr-defined]
        if offer:
            del self.fields["times"]
        else:
            self.initial.setdefault("languages", [_language()])

    def clean_place(self) -> Place | None:
        """The place itself."""
        return Place.objects.filter(code=self.cleaned_data["place"]).first()

    def facts(self) -> dict[str, Any]:
        """What the action wants to know."""
        typed = dict(self.cleaned_data)
        day, last_day = typed.pop("day"), typed.pop("last_day")
        found: dict[str, Any] = {
            "begins": datetime.datetime.combine(day, typed.pop("begins")),
            "ends": datetime.datetime.combine(last_day or day, typed.pop("ends")),
            "languages": ",".join(typed.pop("languages")),
        }
        for name in self.TEXTS:
            found[name] = _text(typed.pop(name), getattr(self.offer, name) if self.offer else None)
        return {**typed, **found}


def _language() -> str:
    return (get_language() or "fi")[:2]


def _text(words: str, before: TranslatedText | None) -> TranslatedText:
    """What was typed, in the language it was written in."""
    return before.with_source(words) if before else TranslatedText.of(_language(), words)


def _initial(offer: Offer) -> dict[str, Any]:
    begins, ends = offer.starts_at.astimezone(offer.tz), offer.ends_at.astimezone(offer.tz)
    return {
        "kind": offer.kind,
        **{name: getattr(offer, name).source_text for name in OfferForm.TEXTS},
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != begins.date() else None,
        "zone": offer.zone,
        "place": offer.place.code if offer.place else "",
        "is_remote": offer.is_remote,
        "where": offer.where,
        "capacity": offer.capacity,
        "languages": offer.languages.split(","),
    }


class FindTimesForm(forms.Form):
    """What a reader wants of the list."""

    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", pgettext_lazy("time", "All")), *Offer.Kind.choices]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", pgettext_lazy("language", "Any")), *LANGUAGES]
    )
    remote = forms.BooleanField(label=_("Remotely"), required=False)


class OwnOrganisation(forms.Form):
    """A form that is filled in for an organisation of one's own."""

    organisation = forms.ChoiceField(label=_("For which organisation?"))

    def __init__(self, *args: Any, user: Any, but: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = organisations_to_speak_for(user).exclude(pk=but or 0)
        self.organisations = {str(one.pk): one for one in mine}
        choices = [(key, str(one)) for key, one in self.organisations.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        """The organisation itself."""
        return self.organisations[self.cleaned_data["organisation"]]


class BookForm(OwnOrganisation):
    """A place at a time."""

    people = forms.IntegerField(label=_("How many people?"), min_value=1, initial=1)
    note = forms.CharField(
        label=_("To the host"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What would you like to see? The host is told your name."),
    )


class ThanksForm(OwnOrganisation):
    """Thanks."""

    text = forms.CharField(
        label=_("Your thanks"),
        max_length=LONGEST_THANKS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What did it help you with?"),
    )
    is_open = forms.BooleanField(
        label=_("May be shown on the practice's page"),
        required=False,
        help_text=_("With the name of your organisation, without yours."),
    )
