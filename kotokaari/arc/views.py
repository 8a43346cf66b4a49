"""The arc over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError

from . import actions, permissions, queries
from .chains import resolve
from .drawing import draw
from .elsewhere import node_of
from .forms import ElsewhereForm, FindForm, TieForm
from .models import Station
from .provenance import to_prov
from .registry import kinds


@login_not_required
def arc(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """The arc of one thing: drawn, and as a list that says the same."""
    whole = queries.arc_for(request.user, kind, uuid)
    trail = [(whole.here.title, whole.here.url), (_("Arc"), "")]
    context = {
        "arc": whole,
        "trail": trail,
        "drawing": draw(whole, _("Not public")),
        "kind": kind,
        "may_tie": permissions.can_tie(request.user, kind, uuid),
    }
    return render(request, "arc/arc.html", context)


@login_not_required
def prov(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """The arc as PROV-O."""
    data = to_prov(queries.arc_for(request.user, kind, uuid))
    return JsonResponse(
        data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


@login_not_required
def elsewhere(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A thing kept elsewhere."""
    thing = queries.elsewhere_for(request.user, uuid)
    node = node_of(request.user, thing)
    whole = queries.arc_for(request.user, "elsewhere", uuid)
    context = {
        "thing": thing,
        "node": node,
        "arc": whole,
        "station": Station(thing.station).label,
        "may_edit": permissions.can_edit_elsewhere(request.user, thing),
    }
    return render(request, "arc/elsewhere.html", context)


def elsewhere_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say something else of a thing kept elsewhere."""
    thing = queries.elsewhere_for(request.user, uuid)
    require(permissions.can_edit_elsewhere(request.user, thing))
    form = ElsewhereForm(request.POST or None, thing=thing)
    if form.is_valid():
        actions.rewrite_elsewhere(thing, by=request.user, **form.facts())
        messages.success(request, _("Saved."))
        return redirect("arc:elsewhere", uuid)
    return render(request, "arc/elsewhere_form.html", {"form": form, "thing": thing})


def elsewhere_forget(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take away a thing kept elsewhere, after asking."""
    thing = queries.elsewhere_for(request.user, uuid)
    require(permissions.can_edit_elsewhere(request.user, thing))
    if request.method == "POST":
        actions.forget_elsewhere(thing, by=request.user)
        messages.success(request, _("It was taken off the arc."))
        return redirect("home:front")
    context = {
        "title": _("Take “%(title)s” off the arc?") % {"title": thing},
        "text": _("Its links go with it. The audit trail remembers both."),
        "confirm": _("Take it off"),
        "cancel": node_of(request.user, thing).url,
    }
    return render(request, "ui/confirm.html", context)


def tie(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Find another thing by name, or note one kept elsewhere, and link the two."""
    whole = queries.arc_for(request.user, kind, uuid)
    require(permissions.can_tie(request.user, kind, uuid))
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            other = end_of(request.user, form.cleaned_data["other"])
            link_type, stands_first = form.cleaned_data["way"]
            here = (whole.here.kind, uuid)
            first, second = (here, other) if stands_first else (other, here)
            actions.tie(first=first, type=link_type, second=second, since=form.cleaned_data["since"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The two are linked."))
            return redirect("arc:arc", kind, uuid)
    words = request.GET.get("q", "").strip()
    found = [node for node in queries.found_by(request.user, words) if node.uuid != uuid] if words else []
    trail = [
        (whole.here.title, whole.here.url),
        (_("Arc"), reverse("arc:arc", args=[kind, uuid])),
        (_("Add a link"), ""),
    ]
    context = {
        "arc": whole,
        "trail": trail,
        "kind": kind,
        "form": form,
        "find": FindForm(request.GET if words else None),
        "words": words,
        "found": found,
    }
    return render(request, "arc/tie.html", context)


def end_of(user: Any, value: str) -> tuple[str, UUID]:
    """«kind/uuid» as an end of a link. Raises DomainError when it is no such thing."""
    kind, _slash, identifier = value.partition("/")
    try:
        uuid = UUID(identifier)
    except ValueError as error:
        raise actions.NoSuchThing(_("Choose the other thing from the list.")) from error
    node = resolve(user, [(kind, uuid)]).get(uuid) if kind.partition(":")[0] in kinds() else None
    if node is None:
        raise actions.NoSuchThing(_("Choose the other thing from the list."))
    return node.kind, uuid


def note(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Note a thing kept elsewhere; next it is linked to the thing one came from."""
    whole = queries.arc_for(request.user, kind, uuid)
    require(permissions.can_tie(request.user, kind, uuid))
    form = ElsewhereForm(
        request.POST or None, initial={"station": request.GET.get("station", "need"), "is_public": True}
    )
    if form.is_valid():
        thing = actions.note_elsewhere(station=form.cleaned_data["station"], by=request.user, **form.facts())
        messages.success(request, _("Noted. Now say how it belongs to “%(title)s”.") % {"title": whole.here.title})
        address = reverse("arc:tie", args=[kind, uuid])
        return redirect(f"{address}?{urlencode({'q': thing.title.source_text})}")
    return render(request, "arc/elsewhere_form.html", {"form": form, "arc": whole, "kind": kind})


def untie(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link away, after asking."""
    link = queries.link_for(request.user, pk)
    require(permissions.can_untie(request.user, link))
    nodes = resolve(request.user, [(link.first_kind, link.first), (link.second_kind, link.second)])
    back = redirect("arc:arc", link.first_kind.partition(":")[0], link.first)
    if request.method == "POST":
        actions.untie(link, by=request.user)
        messages.success(request, _("The link was taken away."))
        return back
    context = {
        "title": _("Take the link away?"),
        "text": _("“%(first)s” – %(type)s – “%(second)s”")
        % {"first": nodes[link.first].title, "type": link.get_type_display(), "second": nodes[link.second].title},
        "confirm": _("Take the link away"),
        "cancel": back.url,
    }
    return render(request, "ui/confirm.html", context)


@login_not_required
def identity(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """/id/{uuid}: 303 to the page in the reader's language, or to the data by Accept."""
    language = get_language_from_request(request)[:2]
    with translation.override(language):
        node = queries.anything(request.user, uuid)
        kind = kinds()[node.kind.partition(":")[0]]
        wants_data = not request.accepts("text/html") and (
            request.accepts("application/json") or request.accepts("application/ld+json")
        )
        target = kind.data_url(uuid) if wants_data and kind.data_url else node.url
    if not target:
        raise Http404
    response = HttpResponse(status=303, headers={"Location": target, "Vary": "Accept, Accept-Language, Cookie"})
    return response
