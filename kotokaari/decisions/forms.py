"""What one may type about meetings and decisions. A form lends its fields; the actions write."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.calls.public import Call
from kotokaari.catalogue.public import language_name
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import LANGUAGES, TranslatedText, fingerprint
from kotokaari.rubrics.public import HIGHEST, LOWEST

from .keeping import Sent, clean
from .models import Decision, Meeting

BASE, FORM = "_base-", "_form"


def area(rows: int = 3) -> forms.Textarea:
    """A box for some sentences."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class MeetingForm(forms.Form):
    """A meeting's name, time and where. The time is that of the call's time zone."""

    use_required_attribute = False

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=120, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    )
    begins = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
    )
    lasts_minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=10,
        max_value=1440,
        initial=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty when everybody meets over the link."),
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        assume_scheme="https",
        help_text=_("For those who take part from elsewhere. Only the panel sees it."),
    )

    def __init__(self, *args: Any, call: Call, meeting: Meeting | None = None, **kwargs: Any) -> None:
        self.zone = ZoneInfo(call.time_zone)
        if meeting is not None:
            begins = meeting.starts_at.astimezone(self.zone)
            names = {f"name_{language}": meeting.name.text(language) for language in LANGUAGES}
            facts = {name: getattr(meeting, name) for name in ("lasts_minutes", "place", "link")}
            kwargs["initial"] = {**names, **facts, "day": begins.date(), "begins": begins.time()}
        super().__init__(*args, **kwargs)
        self.fields["begins"].help_text = _("Time zone: %(zone)s.") % {"zone": call.time_zone}

    def clean(self) -> dict[str, Any]:
        """At least one name."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"name_{language}") for language in LANGUAGES):
            self.add_error("name_fi", _("Give the meeting a name."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the actions take."""
        cleaned = self.cleaned_data
        said = {language: cleaned[f"name_{language}"] for language in LANGUAGES if cleaned[f"name_{language}"]}
        source = next(iter(said))
        return {
            "name": TranslatedText.of(source, said.pop(source), **said),
            "starts_at": datetime.datetime.combine(cleaned["day"], cleaned["begins"], self.zone),
            **{name: cleaned[name] for name in ("lasts_minutes", "place", "link")},
        }


def levels() -> list[tuple[str, str]]:
    """Levels by halves as the reader's language writes them: 2,5 in Finnish, 2.5 in English."""
    halves = [half / 2 for half in range(2 * LOWEST, 2 * HIGHEST + 1)]
    return [("", "–"), *((f"{half:g}", number_format(half, 0 if half.is_integer() else 1)) for half in halves)]


class AgreedForm(forms.Form):
    """The level a meeting agreed on for a criterion, and why."""

    use_required_attribute = False

    level = forms.ChoiceField(label=_("Agreed level"), choices=levels, required=False)
    reason = forms.CharField(label=_("Why"), required=False, max_length=4000, widget=area(2))

    def level_chosen(self) -> Decimal | None:
        """The level, or None where it is taken back."""
        return Decimal(self.cleaned_data["level"]) if self.cleaned_data["level"] else None


class DissentForm(forms.Form):
    """What a member of another mind wants written down."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Your dissent"), required=False, max_length=4000, widget=area(3),
        help_text=_("It stands in the minutes with your name. Empty it to take it back."),
    )  # fmt: skip


class WordsForm(forms.Form):
    """One long text that several people may have open: a note, the minutes."""

    use_required_attribute = False

    text = forms.CharField(label=_("Notes"), required=False, max_length=60_000, widget=area(8))


class ReasonForm(forms.Form):
    """Why something is done."""

    use_required_attribute = False

    reason = forms.CharField(label=_("Why?"), max_length=2000, widget=area(3))


class DecisionForm(forms.Form):
    """The whole decision: what, which label, why, criterion by criterion, in each language."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=pgettext_lazy("of a panel", "Decision"),
        choices=Decision.Outcome.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    label = forms.ChoiceField(
        label=_("Label"), choices=Decision.Label.choices, required=False, widget=forms.RadioSelect,
        help_text=_("What the practice may be called once it is published."),
    )  # fmt: skip
    review_by = forms.CharField(
        label=_("Reviewed anew by"), required=False, max_length=10,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        help_text=_("The owner and those who run the call are told then. Three years from the decision when left empty."),
    )  # fmt: skip

    def __init__(self, *args: Any, criteria: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        self._texts("reasons", _("Reasons"), 5)
        self._texts("conditions", _("Conditions, or what to develop"), 3)
        for criterion in self.criteria:
            self._texts(f"reason-{criterion.code}", read(criterion.name), 3)

    def _texts(self, name: str, label: Any, rows: int) -> None:
        for language in LANGUAGES:
            words = _("%(what)s, %(language)s") % {"what": label, "language": language_name(language)}
            field = forms.CharField(label=words, required=False, max_length=8000, widget=area(rows))
            field.widget.attrs["lang"] = language
            self.fields[f"{name}-{language}"] = field

    def texts(self, name: str) -> list[forms.BoundField]:
        """The boxes of one text."""
        return [self[f"{name}-{language}"] for language in LANGUAGES]


def typed_of(data: Any) -> dict[str, str]:
    """What stands in a sent form, as typed."""
    return {name: clean(str(value)) for name, value in data.items() if not name.startswith("_")}


def sent_of(data: Any) -> Sent:
    """The form's own name and its marks."""
    base = {name.removeprefix(BASE): str(value) for name, value in data.items() if name.startswith(BASE)}
    return Sent(str(data.get(FORM, ""))[:40], base)


def marks_of(values: dict[str, str], form: str) -> dict[str, str]:
    """The hidden fields of a form that is shown with these values."""
    return {FORM: form, **{f"{BASE}{name}": fingerprint(value) for name, value in values.items()}}
