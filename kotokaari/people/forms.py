"""What one may type about organisations, members and oneself."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import LANGUAGES, TranslatedText

from .books import organisation_options, place_options
from .models import Organisation, Place, Role, User

LANGUAGE_CHOICES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
OWN_NAMES = dict(LANGUAGE_CHOICES)


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def text_from(data: Mapping[str, Any], field: str, before: TranslatedText) -> TranslatedText:
    """The translated text as typed in ``<field>_fi``, ``_sv`` and ``_en``.

    The original stays the original; the first language filled in becomes it where there was none.
    A translation that was not touched stays as it was: it turns stale when the original changed.
    """
    typed = {language: (data.get(f"{field}_{language}") or "").strip() for language in LANGUAGES}
    own = (get_language() or "fi")[:2]
    order = [before.source if before else own, own, *LANGUAGES]
    source = next((language for language in order if typed.get(language)), own)
    whole = before if before and before.source == source else TranslatedText(source)
    if typed.get(source, "") != whole.text(source):
        whole = whole.with_source(typed.get(source, ""))
    for language in LANGUAGES:
        if language == source or typed[language] == whole.text(language):
            continue
        words = typed[language]
        whole = whole.with_translation(language, words) if words else whole.without(language)
    return whole


class SideBySide(forms.Form):
    """A form with texts in three languages side by side: ``texts`` names them."""

    texts: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.texts:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"].widget.attrs["lang"] = language

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each text with its fields by language."""
        return [
            {"name": name, "fields": [(language, self[f"{name}_{language}"]) for language in LANGUAGES]}
            for name in self.texts
        ]

    @staticmethod
    def initial_texts(**texts: TranslatedText) -> dict[str, str]:
        """Initial values of the fields."""
        return {f"{name}_{language}": text.text(language) for name, text in texts.items() for language in LANGUAGES}


def _name_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, required=False)


def _about_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 5}))


class OrganisationForm(SideBySide):
    """What is known about an organisation."""

    texts = ("name", "about")

    name_fi = _name_field(_("Name in Finnish"))
    name_sv = _name_field(_("Name in Swedish"))
    name_en = _name_field(_("Name in English"))
    type = forms.ChoiceField(label=_("What kind of organisation"), choices=Organisation.Type.choices)
    place = forms.ChoiceField(
        label=_("Place"), required=False, help_text=_("The area it works in: a municipality, a region or a country.")
    )
    parent = forms.ChoiceField(
        label=_("Part of"), required=False, help_text=_("The organisation that it is a unit of, if any.")
    )
    about_fi = _about_field(_("About it in Finnish"))
    about_sv = _about_field(_("About it in Swedish"))
    about_en = _about_field(_("About it in English"))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    business_id = forms.CharField(label=_("Business ID"), required=False, max_length=20)
    valid_from = forms.DateField(label=_("First day"), required=False, widget=DateInput())
    source = forms.CharField(
        label=_("Where this is known from"), required=False, max_length=300, help_text=_("A document or an address.")
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        self.organisation = organisation
        if organisation is not None:
            kwargs.setdefault("initial", self._initial(organisation))
        super().__init__(*args, **kwargs)
        language = (get_language() or "fi")[:2]
        self._choices("place", place_options(language))
        own = str(organisation.uuid) if organisation else ""
        self._choices("parent", [option for option in organisation_options(language) if option[0] != own])

    def _choices(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        present = str(self.initial.get(name, ""))
        kept = [] if not present or present in dict(options) else [(present, present)]
        field.choices = [("", "–"), *kept, *options]

    def _initial(self, organisation: Organisation) -> dict[str, Any]:
        plain = {
            name: getattr(organisation, name) for name in ("type", "website", "business_id", "valid_from", "source")
        }
        return {
            **plain,
            **self.initial_texts(name=organisation.name, about=organisation.about),
            "place": organisation.place.code if organisation.place else "",
            "parent": str(organisation.parent.uuid) if organisation.parent else "",
        }

    def clean(self) -> dict[str, Any]:
        """At least one name."""
        data = super().clean() or {}
        if not any((data.get(f"name_{language}") or "").strip() for language in LANGUAGES):
            self.add_error(
                f"name_{(get_language() or 'fi')[:2]}", _("Give the organisation a name in at least one language.")
            )
        return data

    def facts(self) -> dict[str, Any]:
        """What was typed, as the actions take it. Two queries at most."""
        data, before = self.cleaned_data, self.organisation
        place = Place.objects.filter(code=data["place"]).first() if data["place"] else None
        country = place.code.split(":")[0].upper()[:2] if place and place.level == Place.Level.COUNTRY else ""
        return {
            "name": text_from(data, "name", before.name if before else TranslatedText()),
            "about": text_from(data, "about", before.about if before else TranslatedText()),
            "type": data["type"],
            "place": place,
            "parent": Organisation.objects.filter(uuid=data["parent"]).first() if data["parent"] else None,
            "country": country or (before.country if before else "FI"),
            "website": data["website"],
            "business_id": data["business_id"],
            "valid_from": data["valid_from"],
            "source": data["source"],
        }


class EndForm(SideBySide):
    """When an organisation ends, and who carries its tasks on."""

    texts = ("note",)

    on = forms.DateField(label=_("Last day"), widget=DateInput(), initial=timezone.localdate)
    successors = forms.MultipleChoiceField(
        label=_("Who carries on its tasks"), required=False, help_text=_("Leave empty if nobody does.")
    )
    note_fi = _name_field(_("What was passed on, in Finnish"))
    note_sv = _name_field(_("What was passed on, in Swedish"))
    note_en = _name_field(_("What was passed on, in English"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successors"]
        assert isinstance(field, forms.ChoiceField)
        options = organisation_options((get_language() or "fi")[:2])
        field.choices = [option for option in options if option[0] != str(organisation.uuid)]

    def successions(self) -> list[tuple[Organisation, TranslatedText]]:
        """The successors with the note. One query."""
        note = text_from(self.cleaned_data, "note", TranslatedText())
        wanted = [UUID(text) for text in self.cleaned_data["successors"]]
        return [(organisation, note) for organisation in Organisation.objects.filter(uuid__in=wanted)]


class InvitationForm(forms.Form):
    """Whom to ask, into which role, in which language."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=pgettext_lazy("in an organisation", "Role"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in roles]
        self.fields["language"].initial = (get_language() or "fi")[:2]


class RoleForm(forms.Form):
    """A further role for somebody who is a member already."""

    user = forms.ChoiceField(label=pgettext_lazy("of an organisation", "Member"))
    role = forms.ChoiceField(label=pgettext_lazy("in an organisation", "Role"))

    def __init__(self, *args: Any, people: list[User], roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.uuid): person for person in people}
        for name, choices in (
            ("user", [(key, str(person)) for key, person in self.people.items()]),
            ("role", [(role.value, role.label) for role in roles]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean_user(self) -> User:
        """The person chosen."""
        return self.people[self.cleaned_data["user"]]


class JoinForm(forms.Form):
    """An account for somebody who was invited."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. Three words that nobody would guess make a good one."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Both passwords alike, and good enough."""
        data = super().clean() or {}
        password = data.get("password")
        if password and data.get("password_again") and password != data["password_again"]:
            self.add_error("password_again", _("The two passwords differ. Type the same one twice."))
        elif password:
            try:
                validate_password(password, User(email=self.email, name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


class ProfileForm(forms.Form):
    """How the house calls, writes to and shows times to a person."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGE_CHOICES, help_text=_("The language of letters to you.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    mail_rhythm = forms.ChoiceField(
        label=_("How often may we write?"), choices=User.MailRhythm.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(user, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(zone, zone.replace("_", " ")) for zone in time_zones()]


def time_zones() -> list[str]:
    """The time zones people live in, without the legacy names of the database."""
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return ["UTC", *sorted(zone for zone in zoneinfo.available_timezones() if zone.startswith(areas))]


class ErasureForm(forms.Form):
    """The last question: the password, or the e-mail address of somebody who has none."""

    proof = forms.CharField(strip=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["proof"]
        if user.has_usable_password():
            field.label = _("Your password")
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        else:
            field.label = _("Your e-mail address")
            field.help_text = _("Type it as it stands on this page.")
            field.widget = forms.EmailInput(attrs={"autocomplete": "off"})

    def clean_proof(self) -> str:
        """It must be right."""
        given = self.cleaned_data["proof"]
        if self.user.has_usable_password():
            if not self.user.check_password(given):
                raise ValidationError(_("The password is not right."))
        elif given.strip().lower() != self.user.email:
            raise ValidationError(_("That is not the e-mail address of this account."))
        return given
