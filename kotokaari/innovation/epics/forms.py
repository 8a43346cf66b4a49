"""What one may type about an epic after the day."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.models import Epic
from kotokaari.people.public import Organisation, User

from . import telling

ROLE_HELP = _("A role rather than a name, such as: head of early education. Everybody who may read the epic sees it.")
MONTHS = ((1, _("in a month")), (3, _("in three months")), (6, _("in half a year")), (12, _("in a year")))


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def said(text: str) -> TranslatedText | None:
    """What was typed, in the language of the page; None when nothing was."""
    return TranslatedText.of((get_language() or "fi")[:2], text) if text.strip() else None


class OwnerForm(forms.Form):
    """Which organisation owns it, and in which role."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    role = forms.CharField(label=_("Role"), max_length=160, help_text=ROLE_HELP)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.queryset = organisations.existing_on(timezone.localdate())  # type: ignore[attr-defined]
        if len(chosen.queryset) == 1:
            chosen.initial, chosen.empty_label = chosen.queryset[0].pk, None


class TakeForm(OwnerForm):
    """I own it."""

    is_named = forms.BooleanField(
        label=_("My name may be shown beside the role"),
        required=False,
        help_text=_("Without it the role and the organisation are shown. You can change this at any time."),
    )


class GiveForm(OwnerForm):
    """Somebody else owns it."""

    email = forms.EmailField(
        label=_("E-mail of the person who takes it on"),
        required=False,
        help_text=_("Somebody of that organisation with an account here: a letter tells her, and she may decline."),
    )

    def clean(self) -> dict[str, Any]:
        """The person works in the organisation."""
        data = super().clean() or {}
        data["to"] = None
        if data.get("email") and data.get("organisation"):
            found = User.objects.filter(email__iexact=data["email"], is_active=True)
            data["to"] = found.filter(memberships__organisation=data["organisation"]).first()
            if data["to"] is None:
                self.add_error("email", _("Nobody of this organisation has an account with this address."))
        return data


class TellForm(forms.Form):
    """How is it now: what happened, what next, and whether it is still ours."""

    answer = forms.ChoiceField(label=_("How is it now?"), widget=forms.RadioSelect)
    happened = forms.CharField(
        label=_("What has happened?"),
        max_length=3000,
        required=False,
        widget=_area(),
        help_text=_("If it was stopped: why. Others learn from it. No names of clients or families."),
    )
    then = forms.CharField(label=_("What will you do next?"), max_length=3000, required=False, widget=_area(2))
    ask_in = forms.TypedChoiceField(label=_("Ask us again"), choices=MONTHS, coerce=int, initial=3)

    def __init__(self, *args: Any, epic: Epic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = telling.answers_to(epic)
        choices: Any = self.fields["answer"]
        choices.choices = self.answers

    def clean(self) -> dict[str, Any]:
        """Stopping wants a reason."""
        data = super().clean() or {}
        if data.get("answer") == Epic.Status.STOPPED and not data.get("happened", "").strip():
            self.add_error("happened", _("Say why it was stopped: others learn from it."))
        return data

    def facts(self) -> dict[str, Any]:
        """What the action needs."""
        data = self.cleaned_data
        ask_on = timezone.localdate() + datetime.timedelta(days=30 * int(data["ask_in"]) + 1)
        return {
            "answer": data["answer"],
            "happened": said(data["happened"]),
            "then": said(data["then"]),
            "ask_on": ask_on,
        }


class LetGoForm(forms.Form):
    """Why it is ours no more."""

    reason = forms.CharField(label=_("Why?"), max_length=1000, required=False, widget=_area(2))


class CarryForm(forms.Form):
    """For which organisation the practice draft is made."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        help_text=_("It owns the practice: its people write on and publish it."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.queryset = organisations.existing_on(timezone.localdate())  # type: ignore[attr-defined]
        if len(chosen.queryset) == 1:
            chosen.initial, chosen.empty_label = chosen.queryset[0].pk, None
