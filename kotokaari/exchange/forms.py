"""What one may type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.people.public import Organisation

from .models.questions import LONGEST_SUBJECT, LONGEST_TEXT
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
