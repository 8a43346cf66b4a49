"""Writing a draft: begin, fill in, be interrupted, come back, look, publish, discard."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import Organisation, SignedInRequest, User, organisations_for

from .. import actions, forms, logic, page, permissions
from .. import record as spec
from ..logic.sheet import FormValues
from ..models import Practice, Version
from ..readiness import publishing_problems
from . import sheets
from .fetching import draft_for, draft_of, me, practice_for
from .sheets import Sheet

FORM, BASE = "_form", "_base-"


def _owners(user: Any) -> QuerySet[Organisation]:
    return Organisation.objects.existing_on(timezone.localdate()).filter(
        pk__in=organisations_for(user, *permissions.WRITERS)
    )


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Whose practice, in which language: then the card."""
    owners = _owners(request.user)
    form = forms.StartForm(request.POST or None, owners=owners, initial={"language": (get_language() or "fi")[:2]})
    if request.method == "POST" and form.is_valid():
        require(permissions.can_create_practice(request.user, form.cleaned_data["owner"]))
        try:
            practice = actions.create_practice(
                form.cleaned_data["owner"], by=me(request), source_language=form.cleaned_data["language"]
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("catalogue:draft-sheet", practice.key, sheets.CARD)
    drafts = Version.objects.filter(state=Version.State.DRAFT, practice__owner__in=owners).select_related(
        "practice", "practice__current"
    )
    context = {
        "form": form,
        "may_write": bool(owners),
        "drafts": drafts.order_by("-saved_at")[:20],
        "trail": [(_("Practices"), reverse("catalogue:list")), (_("Write a practice"), "")],
    }
    return render(request, "catalogue/writing/start.html", context)


@require_POST
def correct(request: SignedInRequest, key: str) -> HttpResponse:
    """A new draft of a published practice."""
    practice = practice_for(request.user, key)
    require(permissions.can_edit_practice(request.user, practice))
    try:
        actions.start_correction(practice, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("catalogue:draft", key) if draft_of(practice) else redirect(practice)
    return redirect("catalogue:draft", key)


def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Where a draft stands: what is written, what is missing and for whom, what can be done next."""
    version = draft_for(request.user, key)
    whole = logic.completeness(version.whole)
    card = logic.completeness(version.whole, "card")
    context = {
        "draft": version,
        "practice": version.practice,
        "trail": sheets.trail(version, _("Draft")),
        "title": sheets.title_of(version),
        "links": sheets.sheet_links(version, whole),
        "whole": whole,
        "card": card,
        "missing": sheets.gap_links(version, whole.missing),
        "advice": sheets.gap_links(version, whole.advice),
        "may": sheets.may(request.user, version),
    }
    return render(request, "catalogue/writing/draft.html", context)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One page of a draft. What is typed is kept, valid or not."""
    version, here = draft_for(request.user, key), sheets.sheet_called(name)
    if request.method != "POST":
        return _sheet_page(request, version, here)
    act = sheets.row_act(request.POST, here)
    try:
        saved = _save(request, version, here, act)
    except actions.DraftConflict as conflict:
        return _sheet_page(request, version, here, values=_typed(request, here, act), conflict=conflict)
    except DomainError as error:
        messages.error(request, str(error))
        return _sheet_page(request, version, here, values=_typed(request, here, act))
    return redirect(_after(request, saved, here, act))


@require_POST
def autosave(request: HttpRequest, key: str, name: str) -> JsonResponse:
    """Keep what has been typed so far: 200 with the time, 409 when somebody else changed the same fields."""
    version, here = draft_for(request.user, key), sheets.sheet_called(name)
    try:
        saved = _save(request, version, here, None)
    except actions.DraftConflict as conflict:
        return JsonResponse({"problem": str(conflict), "theirs": conflict.theirs}, status=409)
    except DomainError as error:
        return JsonResponse({"problem": str(error)}, status=409)
    return JsonResponse({"saved_at": saved.saved_at.isoformat(), "revision": saved.revision})


def _typed(request: HttpRequest, here: Sheet, act: tuple[str, str, int] | None) -> dict[str, FormValues]:
    values = {name: logic.form_values(name, request.POST) for name in here.names}
    if act:
        values[act[0]] = sheets.acted(values[act[0]], act)
    return values


def _save(request: HttpRequest, version: Version, here: Sheet, act: tuple[str, str, int] | None) -> Version:
    typed = _typed(request, here, act)
    base = {key[len(BASE) :]: str(value) for key, value in request.POST.items() if key.startswith(BASE)}
    return actions.save_draft(
        version,
        data={name: given for part in typed.values() for name, given in part.items()},
        fields=here.names,
        by=me(request),
        form=str(request.POST.get(FORM, ""))[:40],
        base=base or None,
    )


def _after(request: HttpRequest, version: Version, here: Sheet, act: tuple[str, str, int] | None) -> str:
    """Where to go after saving: the same rows, the faults, or on."""
    address = reverse("catalogue:draft-sheet", args=[version.practice.key, here.name])
    if act:
        return f"{address}#rows_{act[0]}"
    if forms.draft_form(version, here.fields).all_problems:
        return f"{address}?look=problems"
    if "next" in request.POST and (coming := sheets.following(here)):
        return reverse("catalogue:draft-sheet", args=[version.practice.key, coming.name])
    if "preview" in request.POST:
        return reverse("catalogue:draft-preview", args=[version.practice.key])
    if "publish" in request.POST:
        return reverse("catalogue:draft-publish", args=[version.practice.key])
    return reverse("catalogue:draft", args=[version.practice.key])


def _sheet_page(
    request: HttpRequest,
    version: Version,
    here: Sheet,
    *,
    values: dict[str, FormValues] | None = None,
    conflict: actions.DraftConflict | None = None,
) -> HttpResponse:
    if conflict:
        version.refresh_from_db()
    record = version.whole
    standing = {name: forms.standing_values(version, name, record) for name in here.names}
    whole = logic.completeness(record)
    form = forms.draft_form(version, here.fields, values=values)
    context = {
        "draft": version,
        "practice": version.practice,
        "sheet": here,
        "form": form,
        "problems": form.all_problems,
        "form_key": f"{version.uuid}-{here.name}",
        "form_token": secrets.token_hex(8),
        "base": {f"{BASE}{name}": logic.same_values(name, given) for name, given in standing.items()},
        "theirs": _their_words(version, conflict),
        "links": sheets.sheet_links(version, whole, here.name),
        "whole": whole,
        "following": sheets.following(here),
        "trail": sheets.trail(version, here.label),
        "title": sheets.title_of(version),
        "may": sheets.may(request.user, version),
        "groups": _groups(form, here),
    }
    return render(request, "catalogue/writing/sheet.html", context, status=409 if conflict else 200)


def _groups(form: forms.RecordForm, here: Sheet) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The parts of the form; the card's under the headings of the sections."""
    if here.name != sheets.CARD:
        return [("", form.parts)]
    groups: dict[str, tuple[Any, list[tuple[str, Any]]]] = {}
    for field, part in zip(here.fields, form.parts, strict=True):
        section = spec.SECTION_OF[field.name]
        groups.setdefault(section.name, (section.label, []))[1].append(part)
    return list(groups.values())


def _their_words(version: Version, conflict: actions.DraftConflict | None) -> list[dict[str, Any]]:
    """What somebody else typed in the fields both of us changed."""
    if conflict is None:
        return []
    writers = {str(user.uuid): user for user in _writers(version)}
    found = []
    for name, values in conflict.theirs.items():
        kept = version.as_typed.get(name, {})
        found.append(
            {
                "label": spec.FIELDS[name].label,
                "by": writers.get(kept.get("by", "")),
                "lines": [line for given in values.values() for line in given if line],
            }
        )
    return found


def _writers(version: Version) -> QuerySet[User]:
    return User.objects.filter(uuid__in={kept.get("by") for kept in version.as_typed.values()} - {None, ""})


def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as readers would see it."""
    version = draft_for(request.user, key)
    context = page.of_practice(version.practice, version, (get_language() or "fi")[:2])
    context |= {"draft": version, "is_current": True}
    context["may_publish"] = permissions.can_publish_practice(request.user, version.practice)
    return render(request, "catalogue/writing/preview.html", context)


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, key: str) -> HttpResponse:
    """Show what would change, take a note, publish. Every field that stands in the way is named."""
    version = draft_for(request.user, key)
    require(permissions.can_publish_practice(request.user, version.practice))
    form = forms.ChangeNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish(version, by=me(request), change_note=form.text("change_note"))
        except actions.NotReady:
            pass  # the page names every field
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The practice is published."))
            return redirect(Practice.objects.select_related("current").get(pk=version.practice_id))
    problems = publishing_problems(version)
    context = {
        "draft": version,
        "practice": version.practice,
        "form": form,
        "problems": [
            (sheets.field_address(version, name), logic.label_of(name), text) for name, text in problems.items()
        ],
        "tried": request.method == "POST",
        "whole": logic.completeness(version.whole),
        "trail": sheets.trail(version, _("Publish")),
        "title": sheets.title_of(version),
    }
    return render(request, "catalogue/writing/publish.html", context)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    version = draft_for(request.user, key)
    if request.method == "POST":
        practice = actions.discard_draft(version, by=me(request))
        messages.success(request, _("The draft was discarded."))
        return redirect(practice) if practice else redirect("catalogue:write")
    only = version.practice.current_id is None
    context = {
        "title": _("Discard the draft “%(title)s”?") % {"title": sheets.title_of(version)},
        "text": _("The whole practice goes with it: it has never been published. This cannot be undone.")
        if only
        else _("What is published stays as it is. The changes in the draft cannot be brought back."),
        "confirm": _("Discard"),
        "cancel": reverse("catalogue:draft", args=[key]),
    }
    return render(request, "ui/confirm.html", context)
