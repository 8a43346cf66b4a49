"""What one may type about a section or a question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import place_book, place_options
from kotokaari.ui.languages import direction

from .. import languages as tongues
from ..logic.conditions import asked_about, is_plain
from ..models import Question, Section, Survey
from .actions.asking import MOST_CHOICES, WITH_CHOICES
from .forms import here
from .plan import PlannedChoice
from .rewording import rewritten
from .taking import sections_of

Type = Question.Type
KEEP = "as it stands"
HAS_OTHER = (Type.ONE, Type.SEVERAL, Type.PROFESSION)
HAS_MOST = (Type.SEVERAL, Type.RANKING)
HAS_ENDS = (Type.SCALE, Type.NUMBER)


def fits(type: str) -> dict[str, bool]:
    """Which parts of the form a type of question has."""
    return {
        "choices": type in WITH_CHOICES,
        "places": type == Type.MUNICIPALITY,
        "has_other": type in HAS_OTHER,
        "most": type in HAS_MOST,
        "ends": type in HAS_ENDS,
        "end_labels": type == Type.SCALE,
        "required": type != Type.NOTE,
    }


def _box(label: Any, tag: str, rows: int = 0, most: int = 1000) -> forms.CharField:
    attrs: dict[str, Any] = {"lang": tag, "dir": direction(tag)}
    widget = forms.Textarea(attrs={"rows": rows, **attrs}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, max_length=most, widget=widget)


class Worded(forms.Form):
    """A form with texts in each language of a survey."""

    TEXTS: tuple[tuple[str, int], ...] = ()

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        self.survey = survey
        super().__init__(*args, **kwargs)
        for name, rows in self.texts():
            for tag in survey.languages:
                self.fields[f"{name}_{tag}"] = _box(tongues.name_here(tag), tag, rows)
            setattr(self, f"{name}_boxes", self.boxes(name))

    def texts(self) -> tuple[tuple[str, int], ...]:
        """The names of the texts, each with the height of its box."""
        return self.TEXTS

    def boxes(self, name: str) -> list[Any]:
        """The fields of one text, by language."""
        return [self[f"{name}_{tag}"] for tag in self.survey.languages]

    def text(self, name: str, before: TranslatedText) -> TranslatedText:
        """What was typed as one text."""
        typed = {tag: self.cleaned_data.get(f"{name}_{tag}") or "" for tag in self.survey.languages}
        return rewritten(before, typed, self.survey.languages[0])


def worded(name: str, text: TranslatedText, languages: Iterable[str]) -> dict[str, str]:
    """The initial values of a text's fields."""
    return {f"{name}_{tag}": text.text(tag) for tag in languages}


class Conditional(Worded):
    """A form of something that may be asked only after certain answers."""

    condition_how = forms.ChoiceField(
        label=_("Asked when that answer"),
        choices=[
            ("is", pgettext_lazy("condition", "was chosen")),
            ("is_not", pgettext_lazy("condition", "was not chosen")),
        ],
        required=False,
    )
    condition_answer = forms.ChoiceField(
        label=_("Answer to an earlier question"),
        required=False,
        help_text=_("Only those who answered so are asked this."),
    )

    def __init__(
        self,
        *args: Any,
        condition: dict[str, Any] | None = None,
        before: Section | Question | None = None,
        **kwargs: Any,
    ) -> None:
        self.standing = condition or {}
        super().__init__(*args, **kwargs)
        options: list[Any] = [("", _("Always asked"))]
        if not is_plain(self.standing):
            options.append((KEEP, _("The condition from the file, as it stands")))
        self.fields["condition_answer"].choices = [*options, *answers_before(self.survey, before)]  # type: ignore[attr-defined]
        if self.standing:
            how = "is_not" if "is_not" in self.standing else "is"
            self.fields["condition_how"].initial = how
            plain = is_plain(self.standing)
            self.fields["condition_answer"].initial = (
                f"{self.standing['question']}={self.standing[how]}" if plain else KEEP
            )

    def condition(self) -> dict[str, Any]:
        """The condition that was chosen."""
        chosen = self.cleaned_data.get("condition_answer") or ""
        if chosen == KEEP:
            return self.standing
        code, _equals, value = chosen.partition("=")
        if not code:
            return {}
        is_scale = self.survey.questions.filter(code=code, type=Type.SCALE).exists()
        return {"question": code, self.cleaned_data.get("condition_how") or "is": int(value) if is_scale else value}


def answers_before(survey: Survey, before: Section | Question | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every answer that can be given before this section or question, by question. Three queries."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for section in sections_of(survey):
        if isinstance(before, Section) and section.pk == before.pk:
            return found
        for question in section.questions.all():
            if isinstance(before, Question) and question.pk == before.pk:
                return found
            if options := _answers(question):
                found.append((read(question.label).text, options))
    return found


def _answers(question: Question) -> list[tuple[str, str]]:
    if question.type == Type.SCALE:
        low, high = int(question.settings.get("low", 1)), int(question.settings.get("high", 5))
        return [(f"{question.code}={mark}", str(mark)) for mark in range(low, high + 1)]
    if question.type in (Type.ONE, Type.SEVERAL, Type.PROFESSION):
        found = [(f"{question.code}={choice.code}", read(choice.label).text) for choice in question.choices.all()]
        return (
            [*found, (f"{question.code}=other", gettext("something else"))]
            if question.settings.get("has_other")
            else found
        )
    return []


class SectionForm(Conditional):
    """A page of the survey: its heading, words under it, and when it is asked."""

    TEXTS = (("name", 0), ("about", 3))

    def facts(self, section: Section | None) -> dict[str, Any]:
        """What the action wants to know."""
        return {
            "name": self.text("name", section.name if section else TranslatedText()),
            "about": self.text("about", section.about if section else TranslatedText()),
            "condition": self.condition(),
        }


class QuestionForm(Conditional):
    """One question: its words, what it takes, and when it is asked."""

    TEXTS = (("label", 2), ("hint", 2))

    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)
    type = forms.ChoiceField(label=_("What is the answer?"), choices=Type.choices)
    is_required = forms.BooleanField(label=_("Must be answered before sending"), required=False)
    low = forms.IntegerField(label=_("From"), required=False, min_value=-1_000_000, max_value=1_000_000)
    high = forms.IntegerField(label=_("To"), required=False, min_value=-1_000_000, max_value=1_000_000)
    most = forms.IntegerField(
        label=_("At most so many"),
        required=False,
        min_value=1,
        max_value=MOST_CHOICES,
        help_text=_("Empty: as many as there are."),
    )
    has_other = forms.BooleanField(label=_("One can also write something else"), required=False)
    places = forms.MultipleChoiceField(
        label=_("Municipalities that are offered"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    lines = forms.CharField(
        label=_("Many at once"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("One in a line, in the first language of the survey. They come after the rows above."),
    )

    def __init__(
        self, *args: Any, type: str, question: Question | None = None, sections: list[Section], **kwargs: Any
    ) -> None:
        self.question, self.shown_type, self.fits = question, type, fits(type)
        if question is not None:
            kwargs.setdefault("initial", _standing(question, kwargs["survey"]))
        kwargs.setdefault("condition", question.condition if question else None)
        super().__init__(*args, before=question, **kwargs)
        self.fields["section"].queryset = self.survey.sections.all()  # type: ignore[attr-defined]
        self.fields["section"].label_from_instance = lambda one: _section_name(one, sections)  # type: ignore[attr-defined]
        self.fields["type"].initial = type
        if question is None:
            self.fields["type"].widget = forms.HiddenInput()
        self._leave_out()

    def texts(self) -> tuple[tuple[str, int], ...]:
        """The ends of a scale have labels too."""
        return (*self.TEXTS, ("low_label", 0), ("high_label", 0)) if self.fits["end_labels"] else self.TEXTS

    def _leave_out(self) -> None:
        needs = {
            "is_required": "required", "low": "ends", "high": "ends", "most": "most", "has_other": "has_other",
            "places": "places", "lines": "choices",
        }  # fmt: skip
        for name, part in needs.items():
            if not self.fits[part]:
                del self.fields[name]
        if self.fits["places"]:
            self.fields["places"].choices = place_options(here(), "municipality")  # type: ignore[attr-defined]
        if self.shown_type == Type.SCALE:
            self.fields["low"].initial, self.fields["high"].initial = 1, 5

    def facts(self, rows: Any) -> dict[str, Any]:
        """What the action wants to know; ``rows`` are those of the choices, None where there are none."""
        typed, question = self.cleaned_data, self.question
        found: dict[str, Any] = {
            "label": self.text("label", question.label if question else TranslatedText()),
            "hint": self.text("hint", question.hint if question else TranslatedText()),
            "type": typed["type"],
            "is_required": bool(typed.get("is_required")),
            "condition": self.condition(),
            "settings": self._settings(),
        }
        if self.fits["choices"]:
            found["choices"] = planned_choices(self.survey, question, rows, typed.get("lines") or "")
        elif self.fits["places"]:
            found["choices"] = _place_choices(typed.get("places") or [])
        return found

    def _settings(self) -> dict[str, Any]:
        typed = self.cleaned_data
        found = dict(self.question.settings or {}) if self.question else {}
        for name in ("low", "high", "most", "has_other"):
            if name in self.fields:
                found.pop(name, None)
                if typed.get(name) not in (None, False, ""):
                    found[name] = typed[name]
        if self.fits["end_labels"]:
            found.setdefault("low", 1)
            found.setdefault("high", 5)
            for name in ("low_label", "high_label"):
                text = self.text(name, TranslatedText.from_json(found.pop(name, None)))
                if text:
                    found[name] = text.to_json()
        return found


def _section_name(section: Section, sections: list[Section]) -> str:
    number = next((place for place, one in enumerate(sections, start=1) if one.pk == section.pk), 0)
    return f"{number}. {read(section.name).text}".strip()


def _standing(question: Question, survey: Survey) -> dict[str, Any]:
    settings = question.settings or {}
    found: dict[str, Any] = {
        "section": question.section_id,
        "type": question.type,
        "is_required": question.is_required,
        **{name: settings.get(name) for name in ("low", "high", "most", "has_other")},
        "places": [choice.code.replace("-", ":", 1) for choice in question.choices.all()],
        **worded("label", question.label, survey.languages),
        **worded("hint", question.hint, survey.languages),
    }
    for name in ("low_label", "high_label"):
        found.update(worded(name, TranslatedText.from_json(settings.get(name)), survey.languages))
    return found


class ChoiceRow(forms.Form):
    """One choice in the languages of the survey."""

    code = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for tag in languages:
            self.fields[f"label_{tag}"] = _box(tongues.name_here(tag), tag, most=300)

    def boxes(self) -> list[Any]:
        """Its fields, by language."""
        return [self[f"label_{tag}"] for tag in self.languages]

    def has_words(self) -> bool:
        """True when something stands in it."""
        return any(self.cleaned_data.get(f"label_{tag}") for tag in self.languages)


ChoiceRows = forms.formset_factory(
    ChoiceRow, extra=0, can_delete=True, can_order=True, max_num=MOST_CHOICES, absolute_max=MOST_CHOICES + 50
)


def choice_rows(data: Any, survey: Survey, question: Question | None) -> Any:
    """The choices as rows; one more when its button was pressed without JavaScript."""
    standing = list(question.choices.all()) if question else []
    initial = [
        {"code": one.code, "ORDER": place, **worded("label", one.label, survey.languages)}
        for place, one in enumerate(standing, start=1)
    ]
    if data and "choices-add" in data:
        data = data.copy()
        total = str(data.get("choices-TOTAL_FORMS") or "0")
        data["choices-TOTAL_FORMS"] = str(min(int(total) if total.isdigit() else 0, MOST_CHOICES) + 1)
    rows = ChoiceRows(data, prefix="choices", initial=initial, form_kwargs={"languages": list(survey.languages)})
    if not standing and not data:
        rows.extra = 3
    return rows


def planned_choices(survey: Survey, question: Question | None, rows: Any, lines: str) -> list[PlannedChoice]:
    """The rows in their order and then the lines, each with a code; one that stands keeps its own."""
    standing = {choice.code: choice.label for choice in question.choices.all()} if question else {}
    kept = [row for row in rows.forms if row.cleaned_data and not row.cleaned_data.get("DELETE") and row.has_words()]
    kept.sort(key=lambda row: (row.cleaned_data.get("ORDER") is None, row.cleaned_data.get("ORDER") or 0))
    taken = set(standing)
    found = []
    for row in kept:
        code = row.cleaned_data["code"] if row.cleaned_data["code"] in standing else ""
        typed = {tag: row.cleaned_data.get(f"label_{tag}") or "" for tag in survey.languages}
        label = rewritten(standing.get(code, TranslatedText()), typed, survey.languages[0])
        found.append(PlannedChoice(code or free_choice_code(str(label), taken), label))
    for line in (line.strip() for line in lines.splitlines()):
        if line:
            label = TranslatedText.of(survey.languages[0], line[:300])
            found.append(PlannedChoice(free_choice_code(line, taken), label))
    return found


def free_choice_code(words: str, taken: set[str]) -> str:
    """A code made of the words that is not among ``taken``, which it joins. «other» is the respondent's own words."""
    base = slugify(words)[:40].strip("-_") or "choice"
    code, number = base, 2
    while code in taken or code == "other":
        code, number = f"{base}-{number}", number + 1
    taken.add(code)
    return code


def _place_choices(codes: list[str]) -> list[PlannedChoice]:
    book = place_book()
    entries = [book.by_code[code] for code in codes if code in book.by_code]
    return [
        PlannedChoice(
            entry.code.replace(":", "-", 1),
            TranslatedText.of(
                "fi", entry.name("fi"), **{tag: entry.names[tag] for tag in ("sv", "en") if entry.names.get(tag)}
            ),
        )
        for entry in entries
    ]


def condition_words(survey_questions: dict[str, Question], condition: dict[str, Any]) -> str:
    """A condition in words, for the list of questions."""
    if not condition:
        return ""
    codes = list(dict.fromkeys(asked_about(condition)))
    names = [read(survey_questions[code].label).text if code in survey_questions else code for code in codes]
    if not is_plain(condition):
        return gettext("Asked depending on: %(questions)s") % {"questions": ", ".join(f"“{name}”" for name in names)}
    value = condition.get("is", condition.get("is_not"))
    question = survey_questions.get(codes[0])
    labels = {choice.code: read(choice.label).text for choice in question.choices.all()} if question else {}
    words = {"question": names[0], "value": labels.get(str(value), str(value))}
    if "is_not" in condition:
        return gettext("Asked when the answer to “%(question)s” is not “%(value)s”") % words
    return gettext("Asked when the answer to “%(question)s” is “%(value)s”") % words
