"""What one may say about oneself. Every answer is optional; no answer is a proper answer."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import place_options
from kotokaari.vocabulary.public import concept_book

from ..merging import put_words
from ..models import Situation
from .named import language_options
from .situations import HAVING

MOST_LANGUAGES = 5
UNSAID = pgettext_lazy("an answer", "Not known")
YES_NO = (("", UNSAID), ("yes", _("Yes")), ("no", _("No")))


class NumberField(forms.DecimalField):
    """A number as people type it: «2,5», «20 000»."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number, or None. Raises ValidationError with an example."""
        words = "".join(str(value or "").split()).replace(",", ".").removesuffix("€").removesuffix("%")
        try:
            return Decimal(words) if words else None
        except InvalidOperation:
            raise ValidationError(_("Write a number, such as 2 or 0,5.")) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A keypad with digits on a phone."""
        return {"inputmode": "decimal"}


def _either(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, required=False, coerce=lambda value: value == "yes", empty_value=None
    )


def _several(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class AnswersForm(forms.Form):
    """A situation as anybody may say it, in the address of a page. Nothing is stored."""

    themes = _several(_("Themes you need something for"))
    groups = _several(_("People you need it for"))
    phases = _several(_("Phase of integration"))
    size = forms.ChoiceField(
        label=_("Size of the municipality or area"), required=False, choices=[("", UNSAID), *Situation.Size.choices]
    )
    area = forms.ChoiceField(
        label=_("Town or countryside"), required=False, choices=[("", UNSAID), *Situation.Area.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    languages = _several(_("Languages of the people"))
    staff_fte = NumberField(label=_("Staff for this, in full-time equivalents"), max_value=999, decimal_places=2)
    money = NumberField(
        label=_("Money in a year, €"), max_value=99_999_999, decimal_places=2, help_text=_("Besides the staff.")
    )
    premises = _either(_("Premises"))
    volunteers = _either(_("Volunteers"))
    interpreters = _either(_("Interpreters"))
    digital = _either(_("Digital tools"))
    exists = _several(_("Themes you already have something for"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "fi")[:2]
        for name, kind in (("themes", "theme"), ("groups", "target_group"), ("phases", "phase"), ("exists", "theme")):
            options = [(entry.code, entry.label(language)) for entry in concept_book().of_kind(kind)]
            self._offer(name, sorted(options, key=lambda option: option[1].casefold()))
        self._offer("languages", language_options())
        self._offer("country", [("", UNSAID), *place_options(language, "country")])

    def _offer(self, name: str, options: list[tuple[Any, Any]]) -> None:
        if name in self.fields:
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """What could be understood; a field that could not is as if it was not said."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}


class SituationForm(AnswersForm):
    """A situation as an organisation keeps it."""

    country = None  # type: ignore[assignment]
    languages = None  # type: ignore[assignment]
    share_foreign_language = NumberField(
        label=_("Share of foreign-language speakers, per cent"),
        max_value=100,
        decimal_places=1,
        help_text=_("People whose mother tongue is neither Finnish, Swedish nor Sámi."),
    )
    note = forms.CharField(
        label=_("Anything else that matters"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(
        label=_("Where the figures come from, and of which year"),
        required=False,
        max_length=200,
        help_text=_("For example: Statistics Finland, population 31.12.2025"),
    )

    def __init__(self, *args: Any, situation: Situation, **kwargs: Any) -> None:
        self.situation = situation
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_LANGUAGES + 1):
            label = _("Most spoken language") if number == 1 else _("Language number %(number)s") % {"number": number}
            choices = [("", UNSAID), *language_options()]
            self.fields[f"language_{number}"] = forms.ChoiceField(label=label, required=False, choices=choices)

    @property
    def language_fields(self) -> list[forms.BoundField]:
        """The languages, the most spoken first."""
        return [self[f"language_{number}"] for number in range(1, MOST_LANGUAGES + 1)]

    def answers(self) -> dict[str, Any]:
        """What the form says, as ``situation_answers`` gives it; a field that cannot be understood is left out."""
        found = super().answers()
        spoken = [found.pop(f"language_{number}", "") for number in range(1, MOST_LANGUAGES + 1)]
        found["languages"] = list(dict.fromkeys(code for code in spoken if code))
        for name in ("themes", "groups", "phases", "exists"):
            if name in found:
                found[name] = sorted(found[name])
        if "note" in found:
            found["note"] = put_words(self.situation.note, found["note"], (get_language() or "fi")[:2])
        return found


def initial_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as a form shows them at first."""
    shown: dict[str, Any] = {**answers}
    for name in HAVING:
        has = answers.get(name)
        shown[name] = "" if has is None else "yes" if has else "no"
    for name in ("staff_fte", "money", "share_foreign_language"):
        value = answers.get(name)
        shown[name] = "" if value is None else format(Decimal(str(value)).normalize(), "f")
    for number, code in enumerate(answers.get("languages") or (), start=1):
        shown[f"language_{number}"] = code
    note = answers.get("note")
    shown["note"] = note.source_text if isinstance(note, TranslatedText) else ""
    return shown
