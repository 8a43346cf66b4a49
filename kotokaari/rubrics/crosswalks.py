"""How a draft stands to the criteria of another framework: one page with a row for each pair, changed one at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import User
from kotokaari.ui.languages import OWN_NAMES

from .actions import ChangedMeanwhile
from .content import digest
from .loading import text
from .locking import grow, locked
from .models import Criterion, Crosswalk, Gate, Rubric

FRAMEWORK = "eu-bpp"


class CrosswalkForm(forms.Form):
    """A pair: our criterion or gate, theirs, and how they stand to each other."""

    part = forms.ChoiceField(label=gettext_lazy("Ours"))
    match = forms.ChoiceField(label=gettext_lazy("How they stand to each other"), choices=Crosswalk.Match.choices)
    tier = forms.ChoiceField(
        label=gettext_lazy("Their tier"),
        required=False,
        choices=[("", pgettext_lazy("tier", "None")), *Crosswalk.Tier.choices],
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, draft: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            (f"{kind}:{one.code}", str(one))
            for kind, parts in (("criterion", draft.criteria.all()), ("gate", draft.gates.all()))
            for one in parts
        ]
        for name, heading, longest in (("theirs", gettext_lazy("Theirs"), 200), ("note", gettext_lazy("Note"), 1000)):
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{heading} ({OWN_NAMES[language]})",
                    required=False,
                    max_length=longest,
                    widget=forms.TextInput(attrs={"lang": language}),
                )

    def clean(self) -> dict[str, Any]:
        """Their criterion has a name in one language at least."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(f"theirs_{one}") for one in LANGUAGES):
            self.add_error("theirs_en", _("Name their criterion, in one language at least."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What was typed, as the model keeps it."""
        said = self.cleaned_data
        texts = {name: text({one: said[f"{name}_{one}"] for one in LANGUAGES}) for name in ("theirs", "note")}
        return texts | {"match": said["match"], "tier": said["tier"]}


def shown(one: Crosswalk) -> dict[str, Any]:
    """A pair as its form shows it, with its fingerprint."""
    part = f"criterion:{one.criterion.code}" if one.criterion else f"gate:{one.gate.code if one.gate else ''}"
    texts = {f"{name}_{lang}": getattr(one, name).text(lang) for name in ("theirs", "note") for lang in LANGUAGES}
    facts = texts | {"part": part, "match": one.match, "tier": one.tier}
    return facts | {"seen": digest(facts)}


@transaction.atomic
def save_crosswalk(
    draft: Rubric, *, one: Crosswalk | None, part: Criterion | Gate, facts: dict[str, Any], seen: str = "", by: User
) -> Crosswalk:
    """Change a pair of the draft, or with None add one. Raises ChangedMeanwhile."""
    now = locked(draft)
    found = Crosswalk(framework=FRAMEWORK) if one is None else Crosswalk.objects.filter(pk=one.pk).first()
    if found is None:
        raise DomainError(_("Somebody took this out of the draft meanwhile. What you typed was not saved."))
    if one is not None and shown(found)["seen"] != seen:
        raise ChangedMeanwhile
    found.criterion, found.gate = (part, None) if isinstance(part, Criterion) else (None, part)
    for name, value in facts.items():
        setattr(found, name, value)
    found.save()
    grow(now)
    audit.record("rubric crosswalk saved", target=now, by=by, part=part.code)
    return found


@transaction.atomic
def remove_crosswalk(draft: Rubric, *, one: Crosswalk, by: User) -> None:
    """Take a pair out of the draft."""
    now = locked(draft)
    one.delete()
    grow(now)
    audit.record("rubric crosswalk removed", target=now, by=by)


def pairs_of(draft: Rubric) -> list[Crosswalk]:
    """The draft's pairs, ours in their order. Two queries."""
    mine = [
        *Crosswalk.objects.filter(criterion__rubric=draft, framework=FRAMEWORK).order_by("criterion__order", "id"),
        *Crosswalk.objects.filter(gate__rubric=draft, framework=FRAMEWORK).order_by("gate__order", "id"),
    ]
    parts: dict[tuple[str, int], Any] = {("c", one.pk): one for one in draft.criteria.all()}
    parts |= {("g", one.pk): one for one in draft.gates.all()}
    for one in mine:
        if one.criterion_id:
            one.criterion = parts["c", one.criterion_id]
        elif one.gate_id:
            one.gate = parts["g", one.gate_id]
    return mine


def edit(request: HttpRequest, draft: Rubric, *, by: User, trail: Any) -> HttpResponse:
    """The page: every pair in a form of its own, and an empty one."""
    pairs = pairs_of(draft)
    chosen = next((one for one in pairs if str(one.pk) == request.POST.get("row")), None)
    mine: CrosswalkForm | None = None
    if request.method == "POST":
        if request.POST.get("do") == "remove" and chosen:
            remove_crosswalk(draft, one=chosen, by=by)
            messages.success(request, _("Taken out."))
            return redirect("rubrics:crosswalk", draft.code)
        mine = CrosswalkForm(request.POST, draft=draft, auto_id=f"id_{chosen.pk if chosen else 'new'}_%s")
        if _saved(draft, mine, chosen, by):
            messages.success(request, _("Saved."))
            return redirect("rubrics:crosswalk", draft.code)
    rows = [
        (
            one,
            mine
            if mine and one == chosen
            else CrosswalkForm(initial=shown(one), draft=draft, auto_id=f"id_{one.pk}_%s"),
            bool(mine and one == chosen),
        )
        for one in pairs
    ]
    new = mine if mine and chosen is None else CrosswalkForm(draft=draft, auto_id="id_new_%s")
    context = {"rubric": draft, "rows": rows, "new": new, "trail": trail}
    return render(request, "rubrics/crosswalk.html", context, status=200)


def _saved(draft: Rubric, form: CrosswalkForm, one: Crosswalk | None, by: User) -> bool:
    if not form.is_valid():
        return False
    kind, _colon, code = form.cleaned_data["part"].partition(":")
    part = (draft.criteria if kind == "criterion" else draft.gates).get(code=code)
    try:
        save_crosswalk(draft, one=one, part=part, facts=form.facts(), seen=form.cleaned_data["seen"], by=by)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True
