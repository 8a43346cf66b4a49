"""Writing a new version over HTTP: national specialists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from . import actions, content, crosswalks, permissions, queries, wording
from .forms import CriterionForm, GateForm, PartForm, TextsForm
from .models import Criterion, Gate, Rubric
from .views import trail


def me(request: HttpRequest) -> User:
    """The person who is signed in. Raises PermissionDenied for nobody."""
    require(request.user.is_authenticated)
    return cast(User, request.user)


def _draft(request: HttpRequest, code: str) -> Rubric:
    """The draft, for those who may write; whoever may not is told so before anything else."""
    require(permissions.can_write_rubrics(request.user))
    return queries.draft_for(request.user, code)


def _trail(draft: Rubric, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    name = _("%(name)s, draft") % {"name": draft}
    return trail((name, reverse("rubrics:draft", args=[draft.code])), *steps) if steps else trail((name, ""))


def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version from the newest one; where a draft is there already, go on with it."""
    require(permissions.can_write_rubrics(request.user))
    versions = queries.versions_of(request.user, code)
    if any(version.is_draft for version in versions):
        return redirect("rubrics:draft", code)
    base = versions[-1]
    if request.method == "POST":
        try:
            actions.begin_version(base, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("rubrics:draft", code)
    context = {
        "title": _("Write a new version of “%(name)s”?") % {"name": base},
        "text": _(
            "It begins with the words of version %(number)d. Nothing changes for anybody before you put it in force."
        )
        % {"number": base.number},
        "confirm": _("Begin"),
        "cancel": base.get_absolute_url(),
    }
    return render(request, "ui/confirm.html", context)


def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The draft: its parts in order, and what is missing."""
    found = _draft(request, code)
    context = {
        "rubric": found,
        "missing": wording.missing(found),
        "shelves": [
            ("criterion", wording.label("criteria"), _("Add a criterion"), list(found.criteria.all())),
            ("gate", wording.label("gates"), _("Add a gate"), list(found.gates.all())),
        ],
        "new": actions.NEW,
        "trail": _trail(found),
    }
    return render(request, "rubrics/draft.html", context)


def texts(request: HttpRequest, code: str) -> HttpResponse:
    """What the draft says of itself."""
    found = _draft(request, code)
    return _edit(
        request,
        found,
        heading=_("Name, background and change note"),
        form=TextsForm(request.POST or None, initial=TextsForm.of(found) | {"seen": content.seen_of_texts(found)}),
        save=lambda facts, seen: actions.save_texts(found, facts=facts, seen=seen, by=me(request)),
        fresh=lambda: _texts_now(found),
    )


def _texts_now(draft: Rubric) -> tuple[dict[str, Any], str]:
    now = Rubric.objects.get(pk=draft.pk)
    return TextsForm.of(now), content.seen_of_texts(now)


def criterion(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Change a criterion, or at ``new`` add one."""
    found = _draft(request, code)
    one = None if part == actions.NEW else get_object_or_404(found.criteria, code=part)
    initial = CriterionForm.of(one) | {"seen": content.seen_of(one)} if one else None
    return _edit(
        request,
        found,
        heading=_("New criterion") if one is None else _("Criterion: %(name)s") % {"name": one},
        form=CriterionForm(request.POST or None, initial=initial),
        save=lambda facts, seen: actions.save_criterion(found, criterion=one, facts=facts, seen=seen, by=me(request)),
        fresh=lambda: _part_now(Criterion, CriterionForm, one),
    )


def gate(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Change a gate, or at ``new`` add one."""
    found = _draft(request, code)
    one = None if part == actions.NEW else get_object_or_404(found.gates, code=part)
    initial = GateForm.of(one) | {"seen": content.seen_of(one)} if one else None
    return _edit(
        request,
        found,
        heading=_("New gate") if one is None else _("Gate: %(name)s") % {"name": one},
        form=GateForm(request.POST or None, initial=initial),
        save=lambda facts, seen: actions.save_gate(found, gate=one, facts=facts, seen=seen, by=me(request)),
        fresh=lambda: _part_now(Gate, GateForm, one),
    )


def crosswalk(request: HttpRequest, code: str) -> HttpResponse:
    """How the draft stands to the criteria of the EU Best Practice Portal."""
    found = _draft(request, code)
    return crosswalks.edit(
        request, found, by=me(request), trail=_trail(found, (_("Beside the EU Best Practice Portal"), ""))
    )


def _part_now(kind: Any, form: Any, one: Criterion | Gate | None) -> tuple[dict[str, Any], str]:
    now = kind.objects.get(pk=one.pk) if one else None
    return (form.of(now), content.seen_of(now)) if now else ({}, "")


def _edit(
    request: HttpRequest,
    draft: Rubric,
    *,
    heading: str,
    form: PartForm,
    save: Callable[[dict[str, Any], str], Any],
    fresh: Callable[[], tuple[dict[str, Any], str]],
) -> HttpResponse:
    """A form over a part: saved, shown with what is wrong, or beside what somebody else saved meanwhile."""
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            save(form.facts(), form.cleaned_data["seen"])
        except actions.ChangedMeanwhile as error:
            now, seen = fresh()
            theirs = list(form.differing(now))
            form.see_again(seen)
            form.add_error(None, str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("rubrics:draft", draft.code)
    context = {
        "rubric": draft,
        "heading": heading,
        "form": form,
        "theirs": theirs,
        "trail": _trail(draft, (heading, "")),
    }
    return render(request, "rubrics/part_form.html", context, status=409 if theirs else 200)


def criterion_remove(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Ask, then take a criterion out."""
    return _remove(request, get_object_or_404(_draft(request, code).criteria, code=part))


def gate_remove(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Ask, then take a gate out."""
    return _remove(request, get_object_or_404(_draft(request, code).gates, code=part))


def _remove(request: HttpRequest, part: Criterion | Gate) -> HttpResponse:
    back = reverse("rubrics:draft", args=[part.rubric.code])
    if request.method == "POST":
        try:
            actions.remove_part(part, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(name)s” is taken out of the draft.") % {"name": part})
        return redirect(back)
    context = {
        "title": _("Take “%(name)s” out of the draft?") % {"name": part},
        "text": _("Versions that are or were in force keep it."),
        "confirm": _("Take out"),
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def criterion_move(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """One place up or down."""
    return _move(request, get_object_or_404(_draft(request, code).criteria, code=part))


@require_POST
def gate_move(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """One place up or down."""
    return _move(request, get_object_or_404(_draft(request, code).gates, code=part))


def _move(request: HttpRequest, part: Criterion | Gate) -> HttpResponse:
    try:
        actions.move_part(part, up=request.POST.get("way") == "up", by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(reverse("rubrics:draft", args=[part.rubric.code]) + f"#{part.code}")


def put_in_force(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then put the draft in force: it never changes after that."""
    found = _draft(request, code)
    back = reverse("rubrics:draft", args=[code])
    if request.method == "POST":
        try:
            fixed = actions.put_in_force(found, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(back)
        messages.success(request, _("Version %(number)d is in force.") % {"number": fixed.number})
        return redirect(fixed)
    context = {
        "title": _("Put version %(number)d in force?") % {"number": found.number},
        "text": _(
            "From then on it stays as it is for good. New calls are judged by it; calls that have begun keep theirs."
        ),
        "confirm": _("Put in force"),
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then throw the draft away."""
    found = _draft(request, code)
    if request.method == "POST":
        try:
            actions.discard_draft(found, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The draft is discarded."))
        return redirect("rubrics:list")
    context = {
        "title": _("Discard the draft of version %(number)d?") % {"number": found.number},
        "text": _("What was written in it is gone for good. Versions that are or were in force stay."),
        "confirm": _("Discard"),
        "cancel": reverse("rubrics:draft", args=[code]),
    }
    return render(request, "ui/confirm.html", context)
