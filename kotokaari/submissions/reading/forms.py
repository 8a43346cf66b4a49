"""What those who run a call may type about what was sent."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kotokaari.calls.public import Call
from kotokaari.people.public import Organisation, User
from kotokaari.rubrics.public import Gate

from ..gates import GateLine
from ..models import GateCheck, Recusal

Result = GateCheck.Result
RESULTS = [(Result.OPEN, Result.OPEN.label), (Result.PASSED, Result.PASSED.label), (Result.FAILED, Result.FAILED.label)]
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]


class GateForm(forms.Form):
    """What was found of one gate."""

    result = forms.ChoiceField(label=_("What you found"), choices=RESULTS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The submitter reads this. Needed when it is not passed."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, line: GateLine, language: str) -> None:
        """Filled with what stands."""
        self.line = line
        reason = line.check.reason.read(language).text if line.check and line.check.by and line.check.reason else ""
        self.standing = f"{line.check.pk} {line.check.at.isoformat()}" if line.check else "-"
        initial = {"result": line.result, "reason": reason, "was": self.standing}
        super().__init__(data, prefix=f"gate-{line.gate.code}", initial=initial)

    @property
    def is_touched(self) -> bool:
        """True when this page says something else than it was opened with: then it is written down."""
        shown = {"result": self.data.get(f"{self.prefix}-shown", self.initial["result"])}
        shown["reason"] = self.data.get(f"{self.prefix}-shown-reason", self.initial["reason"])
        typed = {name: self.data.get(f"{self.prefix}-{name}", "").replace("\r\n", "\n").strip() for name in shown}
        return any(typed[name] != shown[name].replace("\r\n", "\n").strip() for name in shown)

    @property
    def gate(self) -> Gate:
        """The gate it is about."""
        return self.line.gate

    def clean(self) -> dict[str, Any]:
        """A gate that is not passed needs a reason; what another found meanwhile is not written over."""
        data = super().clean() or {}
        if self.is_touched and data.get("was") and data["was"] != self.standing:
            self.add_error(None, _("Somebody else looked at this gate meanwhile. Open the page again to see it."))
        if data.get("result") == Result.FAILED and self.is_touched and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Say why it is not passed."))
        return data


class ReturnForm(forms.Form):
    """Until when it may be mended, and what."""

    until = forms.DateField(
        label=_("May be mended until the end of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    what = forms.CharField(
        label=_("What is to be mended"),
        help_text=_(
            "The gates that are not passed stand in the letter with their reasons. Add what else they should know."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Two weeks are offered."""
        self.call = call
        kwargs.setdefault("initial", {"until": timezone.localdate() + datetime.timedelta(days=14)})
        super().__init__(*args, **kwargs)

    def clean_until(self) -> datetime.datetime:
        """The last minute of that day where the call is."""
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Give a day to come."))
        return datetime.datetime.combine(day, datetime.time(23, 59), zoneinfo.ZoneInfo(self.call.time_zone))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class OwnConflictForm(forms.Form):
    """One's own conflict."""

    kind = forms.ChoiceField(label=_("What kind of conflict"), choices=Recusal.Kind.choices)
    note = forms.CharField(
        label=_("What it is about"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )


class ConflictForm(OwnConflictForm):
    """Somebody's conflict, as those who run the call rule."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    field_order = ("user", "kind", "note")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Among these people."""
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """A submission that came on paper or by e-mail."""

    organisation = forms.ModelChoiceField(label=_("Whose submission"), queryset=Organisation.objects.none())
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    arrived_on = forms.DateField(label=_("Came on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(
        label=_("How it came"),
        help_text=_("On paper, by e-mail; from whom, and where the original is kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """In the languages of the call, for organisations that may answer it."""
        super().__init__(*args, **kwargs)
        found = Organisation.objects.existing_on(timezone.localdate())
        if call.organisation_types:
            found = found.filter(type__in=call.organisation_types)
        self.fields["organisation"].queryset = found  # type: ignore[attr-defined]
        self.fields["language"].choices = [one for one in LANGUAGES if one[0] in (call.languages or dict(LANGUAGES))]  # type: ignore[attr-defined]
        self.fields["arrived_on"].initial = timezone.localdate()

    def clean_arrived_on(self) -> datetime.date:
        """Nothing comes tomorrow."""
        day: datetime.date = self.cleaned_data["arrived_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("It cannot have come on a day to come."))
        return day
