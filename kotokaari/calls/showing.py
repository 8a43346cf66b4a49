"""The questions of a call as fields of a form, as somebody who answers meets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kotokaari.catalogue.public import record_forms

from .asking import Asked, groups, own_choices
from .models import Question

NO_ANSWER = ("", _("No answer yet"))


@dataclass(frozen=True, slots=True)
class Part:
    """A question with what it is answered on: ``kind`` is field, many or rows; ``part`` a bound field or rows."""

    asked: Asked
    kind: str
    part: Any


@dataclass(frozen=True, slots=True)
class PartGroup:
    """Questions under one heading, with their fields."""

    heading: Any
    parts: tuple[Part, ...]


def own_field(question: Question, label: str = "") -> forms.Field:
    """The form field an own question is answered on. Nothing is required: a draft may be empty."""
    types = Question.Type
    more: dict[str, Any] = {"required": False, "label": label or str(question)}
    match question.type:
        case types.TEXT:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 7, **_words(question)}), **more)
        case types.CHOICE:
            choices = [NO_ANSWER, *own_choices(question)]
            widget = forms.RadioSelect if len(choices) <= 7 else forms.Select
            return forms.ChoiceField(choices=choices, widget=widget, **more)
        case types.MANY:
            return forms.MultipleChoiceField(choices=own_choices(question), widget=forms.CheckboxSelectMultiple, **more)
        case types.NUMBER:
            attrs = {"inputmode": "decimal", "class": "short"}
            return forms.CharField(widget=forms.TextInput(attrs=attrs), **more)
        case types.DATE:
            dates: dict[str, Any] = {"class": "short", "placeholder": _("2019 or 31.3.2019")}
            return forms.CharField(widget=forms.TextInput(attrs=dates), **more)
        case types.FLAG:
            return forms.BooleanField(**more)
        case types.FILE:
            return forms.FileField(**more)
    return forms.CharField(max_length=300, **more)


def _words(question: Question) -> dict[str, str]:
    if question.words_least or question.words_most:
        return {"data-words": f"{question.words_least or 0}-{question.words_most or 0}"}
    return {}


def preview_groups(questions: Iterable[Asked]) -> list[PartGroup]:
    """Every question with an empty field, under its heading."""
    asked = list(questions)
    record = record_forms.RecordForm(
        [replace(one.field, readers=()) for one in asked if one.field], values={}, problems={}
    )
    own = forms.Form(use_required_attribute=False)
    for one in asked:
        if not one.field:
            own.fields[f"own-{one.code}"] = own_field(one.question, str(one.label))
    fields = {part.name: (kind, part) for kind, part in record.parts}
    parts = [
        Part(one, *fields[one.field.name]) if one.field else Part(one, "field", own[f"own-{one.code}"]) for one in asked
    ]
    by_code = {part.asked.code: part for part in parts}
    return [PartGroup(group.heading, tuple(by_code[one.code] for one in group.asked)) for group in groups(asked)]
