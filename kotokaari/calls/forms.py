"""What one may type."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User
from kotokaari.rubrics.public import Criterion, Rubric
from kotokaari.vocabulary.public import Concept, concept_book

from .models import Call, Question
from .queries import rubrics_to_choose

LANGUAGES = (("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English")))
HOME_ZONE = "Europe/Helsinki"


def _language() -> str:
    return (get_language() or "fi")[:2]


def in_language(words: str) -> TranslatedText:
    """What was typed, in the language of the page."""
    return TranslatedText.of(_language(), words) if words.strip() else TranslatedText()


class StartForm(forms.Form):
    """Whose call, its name, and what it is judged by."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    name = forms.CharField(
        label=_("Name of the call"),
        max_length=160,
        help_text=_("Say the theme and the year: “Good practices of language learning 2027”."),
    )
    rubric = forms.ModelChoiceField(
        Rubric.objects.none(), label=_("Rubric"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0].pk
        rubrics = rubrics_to_choose()
        self.fields["rubric"].queryset = Rubric.objects.filter(pk__in=[one.pk for one in rubrics])  # type: ignore[attr-defined]
        if rubrics:
            self.fields["rubric"].initial = rubrics[-1].pk

    def clean_name(self) -> TranslatedText:
        """In the language of the page."""
        return in_language(self.cleaned_data["name"])


class CopyForm(StartForm):
    """Whose call, and its name; the rest comes from the earlier one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["rubric"]


def time_zones() -> list[tuple[str, str]]:
    """The time zones people live in: those of Europe first."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in sorted(names, key=lambda name: not name.startswith("Europe/"))]


class Revised(forms.Form):
    """A form that knows which state of the call it was filled in for."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class TermsForm(Revised):
    """Themes, who may answer, languages, and how it is decided."""

    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least one before publishing: by them the call is found and assessors are chosen."),
    )
    organisation_types = forms.MultipleChoiceField(
        label=_("Which organisations may answer?"),
        required=False,
        choices=Organisation.Type.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all empty when every organisation may answer."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages one may answer in"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    reviews_wanted = forms.IntegerField(
        label=_("Assessments of each submission"), min_value=1, max_value=20, help_text=_("Three is usual.")
    )
    appeal_days = forms.IntegerField(label=_("Days to ask for a new look at a decision"), min_value=0, max_value=365)
    shows_assessors = forms.BooleanField(
        label=_("A published decision says who scored what"),
        required=False,
        help_text=_("Leave this out, and only the levels, the reasons and the agreement are told."),
    )
    embargo_day = forms.DateField(
        label=_("Decisions are shown at the earliest on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only when decisions are told on a certain day."),
    )
    embargo_time = forms.TimeField(
        label=pgettext_lazy("clock", "At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = [(entry.code, entry.label(_language())) for entry in concept_book().of_kind("theme")]
        self.fields["themes"].choices = themes  # type: ignore[attr-defined]

    def chosen_themes(self) -> list[Concept]:
        """The themes themselves."""
        return list(Concept.objects.filter(code__in=self.cleaned_data["themes"], scheme__is_house=True))

    def embargo(self) -> datetime.datetime | None:
        """What the clock on the wall shows when the embargo ends, or None."""
        day, clock = self.cleaned_data.get("embargo_day"), self.cleaned_data.get("embargo_time")
        return datetime.datetime.combine(day, clock or datetime.time(0)) if day else None


class RoundForm(forms.Form):
    """One round, by the clock of the call."""

    name = forms.CharField(label=_("Name of the round"), max_length=80, required=False)
    opens_day = forms.DateField(label=_("Opens"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    opens_time = forms.TimeField(
        label=pgettext_lazy("clock", "At"),
        initial=datetime.time(8),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    closes_day = forms.DateField(label=_("Closes"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closes_time = forms.TimeField(
        label=pgettext_lazy("clock", "At"),
        initial=datetime.time(16),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def has_changed(self) -> bool:
        """A new row in which nothing but hours stands is an empty one: its hours are suggested."""
        suggested = set() if self.initial else {"opens_time", "closes_time"}
        return bool(set(self.changed_data) - suggested)

    def opens(self) -> datetime.datetime:
        """What the clock shows at the opening."""
        return datetime.datetime.combine(self.cleaned_data["opens_day"], self.cleaned_data["opens_time"])

    def closes(self) -> datetime.datetime:
        """What the clock shows at the closing."""
        return datetime.datetime.combine(self.cleaned_data["closes_day"], self.cleaned_data["closes_time"])


RoundFormSet = forms.formset_factory(RoundForm, extra=0, min_num=1, can_delete=True, max_num=6)


def round_forms(data: Any, initial: list[dict[str, Any]]) -> Any:
    """The rounds as rows; one more when its button was pressed without JavaScript."""
    if data and "rounds-add" in data:
        data = data.copy()
        data["rounds-TOTAL_FORMS"] = str(int(data.get("rounds-TOTAL_FORMS") or 0) + 1)
    return RoundFormSet(data, prefix="rounds", initial=initial)


class ClockForm(Revised):
    """The zone whose clock counts, and the grace after closing."""

    time_zone = forms.ChoiceField(label=_("Time zone of these times"), initial=HOME_ZONE)
    grace_minutes = forms.IntegerField(
        label=_("Grace after closing, in minutes"),
        min_value=0,
        max_value=7 * 24 * 60,
        help_text=_("A draft that was begun before the closing may still be sent for so long. 60 is usual, 0 is none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """A later closing."""

    day = forms.DateField(label=_("New closing day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=pgettext_lazy("clock", "At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def moment(self) -> datetime.datetime:
        """What the clock on the wall shows."""
        return datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])


class QuestionForm(forms.Form):
    """One question: its words in three languages, what it takes, and which criteria it serves."""

    section = forms.CharField(
        label=_("Heading it stands under"),
        max_length=160,
        required=False,
        help_text=_("Questions of one heading stand together."),
    )
    type = forms.ChoiceField(label=_("What is the answer?"), choices=Question.Type.choices, widget=forms.RadioSelect)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in a line. In Finnish | Swedish | English, as far as you have them."),
    )
    serves: forms.ModelMultipleChoiceField[Criterion] = forms.ModelMultipleChoiceField(
        Criterion.objects.none(),
        label=_("Which criteria does it serve?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_required = forms.BooleanField(label=_("Must be answered before sending"), required=False)
    words_least = forms.IntegerField(label=_("At least so many words"), required=False, min_value=0, max_value=5000)
    words_most = forms.IntegerField(label=_("At most so many words"), required=False, min_value=1, max_value=5000)

    def __init__(self, *args: Any, call: Call, question: Question | None = None, **kwargs: Any) -> None:
        self.question = question
        field = question.field if question else ""
        if question is not None and not args:
            kwargs.setdefault("initial", _standing(question))
        super().__init__(*args, **kwargs)
        self.fields["serves"].queryset = call.rubric.criteria.all()  # type: ignore[attr-defined]
        for name in ("label", "help"):
            for code, language in LANGUAGES:
                self.fields[f"{name}_{code}"] = _words_field(name, language, code)
        if field:
            del self.fields["type"], self.fields["choices"]
            if RECORD_FIELDS[field].type not in ("text", "line"):
                del self.fields["words_least"], self.fields["words_most"]

    def facts(self) -> dict[str, Any]:
        """What the action wants to know."""
        typed = dict(self.cleaned_data)
        found: dict[str, Any] = {name: self._text(name, typed) for name in ("label", "help")}
        found["section"] = same_or_new(self.question.section if self.question else TranslatedText(), typed["section"])
        if "choices" in typed:
            found["choices"] = parsed_choices(typed["choices"], self.question.choices if self.question else ())
        for name in ("type", "is_required", "words_least", "words_most"):
            if name in typed:
                found[name] = typed[name]
        return {**found, "serves": list(typed["serves"])}

    def _text(self, name: str, typed: dict[str, Any]) -> TranslatedText:
        before = getattr(self.question, name) if self.question else TranslatedText(_language())
        return rewritten(before, {code: typed.get(f"{name}_{code}") or "" for code, _name in LANGUAGES})


def _words_field(name: str, language: Any, code: str) -> forms.CharField:
    attrs: dict[str, Any] = {"lang": code, "dir": "auto"}
    if name == "label":
        return forms.CharField(label=language, required=False, max_length=300, widget=forms.TextInput(attrs=attrs))
    return forms.CharField(
        label=language, required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3, **attrs})
    )


def rewritten(before: TranslatedText, typed: dict[str, str]) -> TranslatedText:
    """A text with these words by language; the source moves to the first language that has words."""
    words = {code: text.replace("\r\n", "\n").strip() for code, text in typed.items()}
    if not any(words.values()):
        return TranslatedText()
    source = before.source if words.get(before.source) else next(code for code, text in words.items() if text)
    text = before if source == before.source else TranslatedText(source)
    if text.source_text != words[source]:
        text = text.with_source(words[source])
    for code, said in words.items():
        if code == source:
            continue
        if not said:
            text = text.without(code)
        elif said != text.text(code):
            text = text.with_translation(code, said)
    return text


def same_or_new(before: TranslatedText, typed: str) -> TranslatedText:
    """``before`` when it says this in some language, else a new text in the language of the page."""
    typed = typed.strip()
    if not typed:
        return TranslatedText()
    if typed in {rendering.text for rendering in before.renderings.values()}:
        return before
    return in_language(typed)


def parsed_choices(typed: str, before: Iterable[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """Lines of “Finnish | Swedish | English” as choices; a choice that stands already keeps its code."""
    codes = {TranslatedText.from_json(one["label"]).source_text: one["code"] for one in before}
    taken, found = set(codes.values()), []
    number = 1
    for line in (line.strip() for line in typed.splitlines()):
        if not line:
            continue
        parts = [part.strip() for part in line.split("|")]
        if len(parts) == 1:
            label = in_language(parts[0])
        else:
            label = rewritten(TranslatedText(), dict(zip(("fi", "sv", "en"), parts, strict=False)))
        code = codes.get(label.source_text)
        if code is None:
            while f"c{number}" in taken:
                number += 1
            code = f"c{number}"
            taken.add(code)
        found.append({"code": code, "label": label.to_json()})
    return found


def _standing(question: Question) -> dict[str, Any]:
    found: dict[str, Any] = {
        "section": str(question.section.read(_language())),
        "type": question.type,
        "choices": "\n".join(_line(TranslatedText.from_json(one["label"])) for one in question.choices),
        "serves": list(question.serves.all()),
        "is_required": question.is_required,
        "words_least": question.words_least,
        "words_most": question.words_most,
    }
    for name in ("label", "help"):
        for code, _name in LANGUAGES:
            found[f"{name}_{code}"] = getattr(question, name).text(code)
    return found


def _line(label: TranslatedText) -> str:
    return " | ".join(label.text(code) for code, _name in LANGUAGES).rstrip(" |")


class PeopleForm(forms.Form):
    """Who runs the call, by e-mail: one address in a line."""

    coordinator = forms.CharField(
        label=pgettext_lazy("of a call", "Coordinators"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("They make the call, publish it and read what is sent. One e-mail address in a line."),
    )
    chair = forms.CharField(
        label=pgettext_lazy("of a panel", "Chair"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "email"}),
        help_text=_("Leads the meeting and decides. One e-mail address; needed before publishing."),
    )
    secretary = forms.CharField(
        label=pgettext_lazy("of a panel", "Secretaries"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("They read what is sent and keep the minutes. One e-mail address in a line."),
    )

    def _people(self, name: str) -> list[User]:
        typed = [line.strip() for line in self.cleaned_data[name].replace(",", "\n").splitlines() if line.strip()]
        spellings = {*typed, *(address.lower() for address in typed)}
        known = {user.email.casefold(): user for user in User.objects.filter(is_active=True, email__in=spellings)}
        if unknown := [address for address in typed if address.casefold() not in known]:
            words = {"addresses": ", ".join(unknown)}
            raise forms.ValidationError(gettext("Nobody uses Kotokaari with this address: %(addresses)s") % words)
        return list({known[address.casefold()].pk: known[address.casefold()] for address in typed}.values())

    def clean_coordinator(self) -> list[User]:
        """The people themselves."""
        return self._people("coordinator")

    def clean_chair(self) -> list[User]:
        """The person."""
        return self._people("chair")

    def clean_secretary(self) -> list[User]:
        """The people themselves."""
        return self._people("secretary")


class RubricForm(forms.Form):
    """Which rubric."""

    rubric = forms.ModelChoiceField(
        Rubric.objects.none(), label=_("Rubric"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rubric"].queryset = Rubric.objects.filter(pk__in=[one.pk for one in rubrics_to_choose()])  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a call is cancelled."""

    reason = forms.CharField(
        label=_("Why, in a sentence"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the page of the call."),
    )
