"""What those who make the groups may choose."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kotokaari.innovation.models import Day, Group, Participant

from .standing import COMING
from .words import label


class MakeForm(forms.Form):
    """How many groups, and of whom."""

    groups = forms.IntegerField(label=_("Groups"), min_value=1, max_value=60)
    only_here = forms.BooleanField(
        label=_("Only of those who are here"),
        required=False,
        help_text=_("If you leave this empty, everybody who has signed up is taken along."),
    )


class MoveForm(forms.Form):
    """Who sits where instead."""

    participant = forms.TypedChoiceField(label=_("Who?"), coerce=int)
    to = forms.TypedChoiceField(label=_("Into which group?"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], groups: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = people  # type: ignore[attr-defined]
        self.fields["to"].choices = groups  # type: ignore[attr-defined]


class PairForm(forms.Form):
    """Two who are to be together or apart."""

    one = forms.TypedChoiceField(label=_("Who?"), coerce=int)
    other = forms.TypedChoiceField(label=_("And who?"), coerce=int)
    is_together = forms.TypedChoiceField(
        label=_("Are to be"),
        choices=(("yes", _("together")), ("no", _("apart"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in day.participants.filter(state__in=COMING).order_by("name", "pk")}
        choices: list[tuple[Any, Any]] = [("", _("Choose…"))]
        choices += [(pk, label(one)) for pk, one in self.people.items()]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What the action wants to know."""
        typed = self.cleaned_data
        one: Participant = self.people[typed["one"]]
        other: Participant = self.people[typed["other"]]
        return {"one": one, "other": other, "is_together": typed["is_together"]}


class NamesForm(forms.Form):
    """Names and tables of the groups."""

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for group in groups:
            self.fields[f"name-{group.pk}"] = forms.CharField(
                label=_("Name"), max_length=80, required=False, initial=group.name
            )
            self.fields[f"table-{group.pk}"] = forms.CharField(
                label=_("Table"), max_length=80, required=False, initial=group.table
            )

    @property
    def rows(self) -> list[tuple[Group, Any, Any]]:
        """Each group with its two fields."""
        return [(group, self[f"name-{group.pk}"], self[f"table-{group.pk}"]) for group in self.groups]

    def names(self) -> dict[int, tuple[str, str]]:
        """By the group's id."""
        typed = self.cleaned_data
        return {group.pk: (typed[f"name-{group.pk}"], typed[f"table-{group.pk}"]) for group in self.groups}
