"""What one may type into the ledger. A form lends its fields; the actions write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.catalogue.public import Version
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, Place, place_options

from .merging import marks, plain, put_words
from .models import Adaptation, Adoption, Lesson, Outcome, OwnersWord

BASE = "_base-"
NOT_SAID = ("", _("Not said"))
STATUS_HELP = _(
    "Exploring: finding out what it takes. Planned: it has been decided. Piloting: tried for a time. Mainstreamed: part of everyday work, with its own money and people."
)
YES_NO = (NOT_SAID, ("True", _("Yes")), ("False", _("No")))


def language() -> str:
    """The language of the page, in which new words are written."""
    return (get_language() or "fi")[:2]


def area(rows: int = 3, **attrs: Any) -> forms.Textarea:
    """A box for a few sentences."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **attrs})


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def a_day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day that is not to come."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=day_input())


def words(
    label: Any, *, rows: int = 3, most: int = 2000, required: bool = False, help_text: Any = ""
) -> forms.CharField:
    """A text of content."""
    return forms.CharField(label=label, required=required, max_length=most, widget=area(rows), help_text=help_text)


def line(label: Any, *, most: int = 200, required: bool = False, help_text: Any = "") -> forms.CharField:
    """A text of content, on one line."""
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=help_text)


def number(label: Any, *, help_text: Any = "") -> forms.IntegerField:
    """A whole number of people."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=10_000_000, widget=widget, help_text=help_text
    )


def figure(
    label: Any, *, digits: int, places: int, help_text: Any = "", least: int | None = None
) -> forms.DecimalField:
    """A figure, written as the reader's language writes it."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=digits,
        decimal_places=places,
        min_value=least,
        localize=True,
        widget=widget,
        help_text=help_text,
    )


def radios(label: Any, choices: Any, *, required: bool = False, help_text: Any = "") -> forms.ChoiceField:
    """One of a few."""
    listed = list(choices) if required else [NOT_SAID, *choices]
    return forms.ChoiceField(
        label=label, choices=listed, required=required, widget=forms.RadioSelect, help_text=help_text
    )


def yes_or_no(label: Any, *, help_text: Any = "") -> forms.TypedChoiceField:
    """Yes, no, or not said."""
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "True",
        empty_value=None,
        help_text=help_text,
    )


class PlaceField(forms.ChoiceField):
    """A place found by its name; gives the place itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", _("No place")), *place_options(language())], **kwargs)

    def clean(self, value: Any) -> Place | None:
        """The place, or None when none is chosen."""
        code = super().clean(value)
        return Place.objects.get(code=code) if code else None


class LedgerForm(forms.Form):
    """A form about one thing of the ledger, which knows how each field was shown.

    ``typed`` are form values kept from before; without a ``thing`` the form is about something new.
    ``texts`` names the fields that hold content in several languages.
    """

    use_required_attribute = False
    texts: tuple[str, ...] = ()
    GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings; under none where the form has none."""
        groups = self.GROUPS or (("", tuple(self.fields)),)
        return [(heading, [self[name] for name in names]) for heading, names in groups]

    def __init__(self, *args: Any, thing: Any = None, typed: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.thing = thing
        super().__init__(*args, **kwargs)
        shown = {name: self._shown(name) for name in self.fields} if thing is not None else {}
        kept = {name: value for name, value in (typed or {}).items() if name in self.fields}
        self.initial = {**self.initial, **shown, **kept}
        self.base = self._base(typed)

    def _shown(self, name: str) -> Any:
        value = getattr(self.thing, name)
        if isinstance(value, Place):
            return value.code
        return plain(value) if isinstance(value, TranslatedText | bool) else value

    def _base(self, typed: Mapping[str, str] | None) -> dict[str, str]:
        if self.thing is None:
            return {}
        sent = self.data if self.is_bound else typed
        if sent is not None:
            kept = {name: str(sent[f"{BASE}{name}"]) for name in self.fields if f"{BASE}{name}" in sent}
            if kept:
                return kept
        return marks(self.thing, self.fields)

    def shown_anew(self) -> None:
        """After a conflict: what stands now has been shown, so the next save decides."""
        self.thing.refresh_from_db()
        self.base = marks(self.thing, self.fields)

    @property
    def shown_marks(self) -> dict[str, str]:
        """The hidden fields that carry the marks."""
        return {f"{BASE}{name}": value for name, value in self.base.items()}

    def values(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        return {name: self._value(name) for name in self.fields}

    def _value(self, name: str) -> Any:
        typed = self.cleaned_data[name]
        if name not in self.texts:
            return typed
        now = getattr(self.thing, name) if self.thing is not None else TranslatedText()
        return put_words(now, typed, language())


class StartForm(forms.Form):
    """How an organisation stands to a practice: short enough for a phone."""

    use_required_attribute = False

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)
    place = PlaceField(
        label=_("Where"), required=False, help_text=_("The municipality or area. Leave it empty when it is everywhere.")
    )
    status = radios(_("How far has it come?"), Adoption.Status.choices, required=True, help_text=STATUS_HELP)
    on = a_day(_("Since when?"), required=True)
    sentence = words(
        _("In one sentence"),
        rows=2,
        most=500,
        help_text=_("Why and for whom. If it was stopped: why. Everybody can read this."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["on"].initial = timezone.localdate
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()

    def text(self) -> TranslatedText:
        """The sentence, in the language of the page."""
        return put_words(TranslatedText(), self.cleaned_data["sentence"], language())


class StatusForm(forms.Form):
    """A move to another status."""

    use_required_attribute = False

    status = radios(_("How far has it come?"), (), required=True, help_text=STATUS_HELP)
    on = a_day(_("Since when?"), required=True)
    reason = words(
        _("Why?"),
        help_text=_("Needed when it stops, goes back or begins again. Others learn most from what did not work."),
    )

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [choice for choice in Adoption.Status.choices if choice[0] != now]
        self.fields["status"].choices = others  # type: ignore[attr-defined]
        self.fields["on"].initial = timezone.localdate

    def text(self) -> TranslatedText:
        """The reason, in the language of the page."""
        return put_words(TranslatedText(), self.cleaned_data["reason"], language())


class FactsForm(LedgerForm):
    """The facts of an adoption."""

    texts = ("purpose", "setting", "cost_note", "decision")
    GROUPS = (
        (_("What for"), ("purpose", "setting", "as_described", "place", "began_on")),
        (_("People reached"), ("people_reached", "people_period")),
        (pgettext_lazy("adoption", "Money"), ("cost", "cost_year", "cost_note")),
        (_("The decision"), ("decision", "decided_on", "decision_url")),
        (_("Source"), ("source",)),
    )

    purpose = words(
        _("Why, for whom and how"), help_text=_("Two or three sentences. A colleague elsewhere reads this first.")
    )
    setting = words(_("Circumstances"), help_text=_("Where, with whom and with what staff it is carried out."))
    as_described = forms.ChoiceField(
        label=_("Is it carried out as described?"),
        choices=Adoption.AsDescribed.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("What you do otherwise is told one by one, on the page of this entry."),
    )
    place = PlaceField(label=_("Where"), required=False)
    began_on = a_day(_("First day of the trial or use"))
    people_reached = number(
        _("How many people"),
        help_text=_("A sum, never names. Under five is kept, but nobody else is shown it."),
    )
    people_period = line(_("In which time"), most=40, help_text=_("For example 2026, or autumn 2025."))
    cost = figure(_("What it costs, in euros"), digits=12, places=2, least=0)
    cost_year = forms.IntegerField(
        label=_("In which year"),
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    cost_note = words(_("What the money covers, and who pays"), rows=2)
    decision = words(_("Which body decided what"), rows=2)
    decided_on = a_day(_("When it was decided"))
    decision_url = forms.URLField(
        label=_("Address of the decision"), required=False, max_length=200, assume_scheme="https"
    )
    source = line(
        _("Where this is told"), most=300, help_text=_("A report or an address, when others have told it before you.")
    )


class AdaptationForm(LedgerForm):
    """Something done otherwise, in FRAME's eight questions."""

    texts = ("text", "reason")
    GROUPS = (
        (_("The change"), ("text", "block", "what", "nature")),
        (_("How it came about"), ("when", "is_planned", "who", "level")),
        (_("The core, and the reason"), ("fidelity", "why", "reason", "is_lasting")),
    )

    text = words(_("What do you do otherwise?"), required=True, help_text=_("One change at a time, in your own words."))
    block = forms.ChoiceField(
        label=_("Which part of the practice does it concern?"), choices=[("", _("The whole"))], required=False
    )
    what = radios(_("1. What does it concern?"), Adaptation.What.choices, required=True)
    nature = forms.ChoiceField(
        label=_("2. What kind of change is it?"), choices=[("", _("Choose…")), *Adaptation.Nature.choices]
    )
    when = radios(_("3. When was it decided?"), Adaptation.When.choices)
    is_planned = yes_or_no(_("4. Was it planned beforehand?"))
    who = forms.ChoiceField(label=_("5. Who decided?"), choices=[NOT_SAID, *Adaptation.Who.choices], required=False)
    level = forms.ChoiceField(
        label=_("6. How far does it reach?"), choices=[NOT_SAID, *Adaptation.Level.choices], required=False
    )
    fidelity = radios(
        _("7. Is the core of the practice kept?"),
        Adaptation.Fidelity.choices,
        help_text=_("The core is what must stay for the practice to work."),
    )
    why = forms.ChoiceField(label=_("8. To what end?"), choices=[NOT_SAID, *Adaptation.Why.choices], required=False)
    reason = words(_("What led to it?"), rows=2, help_text=_("The circumstances: people, money, rules, premises…"))
    is_lasting = yes_or_no(_("Is it meant to last?"))

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = blocks_of(version)
        now = self.thing.block if self.thing is not None else ""
        if now and now not in dict(known):
            known.append((now, _("A part that this version no longer has")))
        self.fields["block"].choices = [("", _("The whole")), *known]  # type: ignore[attr-defined]


def blocks_of(version: Version) -> list[tuple[str, Any]]:
    """The building blocks of a version, by their ids."""
    items = version.record.get("building_blocks") or []
    named = [(str(item.get("id", "")), str(read(TranslatedText.from_json(item.get("title"))))) for item in items]
    return [(key, title) for key, title in named if key and title]


class OutcomeForm(LedgerForm):
    """What came of it."""

    texts = ("indicator", "method", "note")

    indicator = line(
        _("What did you look at?"),
        required=True,
        help_text=_("For example: participants who found work within half a year."),
    )
    direction = radios(
        _("Which way did it go?"),
        Outcome.Direction.choices,
        help_text=_("As you judge it. “No change” and “worse” are worth as much to others."),
    )
    value = figure(pgettext_lazy("outcome", "Figure"), digits=14, places=3)
    unit = line(_("Unit"), most=40, help_text=_("People, per cent, hours…"))
    baseline = figure(_("The same figure before"), digits=14, places=3)
    period_from = a_day(_("First day of the period"))
    period_to = a_day(_("Last day of the period"))
    people = number(
        _("How many people the figure is about"),
        help_text=_("Under five: the figure is kept, but not shown."),
    )
    method = words(_("How it was counted or asked"), rows=2)
    note = words(_("What else one should know"), rows=2)
    source_url = forms.URLField(label=_("Address of a report"), required=False, max_length=200, assume_scheme="https")


class LessonForm(LedgerForm):
    """What was learned."""

    texts = ("text",)

    kind = radios(_("What is it about?"), Lesson.Kind.choices, required=True)
    text = words(_("What did you learn?"), required=True)


class OwnersWordForm(LedgerForm):
    """What the owner says of an adoption."""

    texts = ("text",)

    kind = radios(
        _("What do you say of it?"),
        [
            (OwnersWord.Kind.CONFIRMS.value, _("We know of it and confirm it")),
            (OwnersWord.Kind.DOUBTS.value, _("We do not know of it")),
            (OwnersWord.Kind.COMMENTS.value, _("We only comment")),
        ],
        required=True,
    )
    text = words(_("Your words"), help_text=_("Everybody who can read the entry can read this."))

    def clean(self) -> dict[str, Any]:
        """A comment has words."""
        data = super().clean() or {}
        if data.get("kind") == OwnersWord.Kind.COMMENTS and not (data.get("text") or "").strip():
            self.add_error("text", _("Write your comment."))
        return data


class OwnersTextForm(LedgerForm):
    """The owner says the same otherwise."""

    texts = ("text",)

    text = words(_("Your words"))


class VersionForm(forms.Form):
    """Whether an adopter follows a newer version."""

    follows = forms.ChoiceField(
        label=_("Do you follow the new version?"),
        choices=[("yes", _("Yes, we follow the new version")), ("no", _("No, we stay with the earlier one"))],
        widget=forms.RadioSelect,
    )
    reason = words(_("Why?"), rows=2, help_text=_("Needed when you stay: the owner and other adopters learn from it."))

    def text(self) -> TranslatedText:
        """The reason, in the language of the page."""
        return put_words(TranslatedText(), self.cleaned_data["reason"], language())


class ContactForm(forms.Form):
    """A colleague who is asked to answer questions."""

    email = forms.EmailField(
        label=_("E-mail of the colleague"),
        help_text=_("Somebody of your organisation who uses Kotokaari. The address is not shown."),
    )


class CarryOnForm(forms.Form):
    """Which successor carries an adoption on."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
