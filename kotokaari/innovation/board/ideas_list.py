"""All ideas of a day on pages: found by words, theme, group and state, each with what it came from and led to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kotokaari.innovation.acting.boarding import UNSPOKEN
from kotokaari.innovation.acting.taking import whole
from kotokaari.innovation.joining.visitors import participant_of, staff_ticket
from kotokaari.innovation.models import Comment, Day, Idea, IdeaEdge, IdeaFile, Reaction

from .desk import group_names
from .here import unknown_here

ON_A_PAGE = 50
KEPT_FILES = IdeaFile.objects.filter(removed_at__isnull=True)
Edges = tuple[dict[int, list[IdeaEdge]], dict[int, list[IdeaEdge]]]


@login_not_required
@never_cache
@require_GET
def ideas(request: HttpRequest, key: str) -> HttpResponse:
    """The ideas of a day, for those who take part and those who run it."""
    day = get_object_or_404(Day.objects.select_related("channel"), key=key)
    is_staff = staff_ticket(request, day) is not None
    if not is_staff and participant_of(request, day) is None:
        return unknown_here(request, day)
    page = Paginator(found(request, day, is_staff), ON_A_PAGE).get_page(request.GET.get("page"))
    with_files = [idea for idea in page if idea.has_files]  # type: ignore[attr-defined]
    prefetch_related_objects(with_files, Prefetch("files", KEPT_FILES.all()))
    places = group_names(day)
    edges = edges_of(page)
    context = {
        "day": day,
        "is_staff": is_staff,
        "page": page,
        "rows": [row(idea, places, edges, is_staff) for idea in page],
        "themes": list(day.themes.all()),
        "places": places,
        "states": Idea.State.choices,
        "asked": {name: request.GET.get(name, "") for name in ("q", "theme", "group", "state")},
    }
    return render(request, "innovation/board/ideas.html", context)


def found(request: HttpRequest, day: Day, is_staff: bool) -> QuerySet[Idea]:
    """The ideas asked for. What was withdrawn or hidden is found by its words by those who run the day alone."""
    rows = Idea.objects.filter(day=day, is_silent=False).select_related("theme")
    rows = rows.annotate(has_files=Exists(KEPT_FILES.filter(idea=OuterRef("pk"))))
    rows = rows.annotate(signs=_counted(Reaction.objects.all()), said=_counted(Comment.objects.filter(is_hidden=False)))
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    if asked:
        words = Q(text__icontains=asked)
        if not is_staff:
            words &= ~Q(state__in=UNSPOKEN)
        rows = rows.filter(words | Q(number=whole(asked)) if whole(asked) else words)
    for name in ("theme", "group"):
        wanted = whole(request.GET.get(name, ""))
        if wanted:
            rows = rows.filter(**{name: wanted})
    if request.GET.get("state") in Idea.State.values:
        rows = rows.filter(state=request.GET["state"])
    return rows.order_by("number")


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of these hang on an idea."""
    counted = rows.filter(idea=OuterRef("pk")).order_by().values("idea").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def edges_of(ideas: Iterable[Idea]) -> Edges:
    """What these ideas came from and led to, by the idea; one query. What was withdrawn led nowhere."""
    keys = [idea.pk for idea in ideas]
    back, forth = defaultdict(list), defaultdict(list)
    edges = IdeaEdge.objects.filter(Q(new__in=keys) | Q(old__in=keys)).select_related("old", "new").order_by("id")
    for edge in edges:
        back[edge.new_id].append(edge)
        if edge.new.state != Idea.State.WITHDRAWN:
            forth[edge.old_id].append(edge)
    return back, forth


def row(idea: Idea, places: dict[int, str], edges: Edges, is_staff: bool) -> dict[str, Any]:
    """One idea as the page shows it."""
    is_spoken = is_staff or idea.state not in UNSPOKEN
    return {
        "idea": idea,
        "came_from": edges[0].get(idea.pk, []),
        "led_to": edges[1].get(idea.pk, []),
        "text": idea.text if is_spoken else "",
        "files": [
            {
                "id": kept.uuid,
                "kind": "sound" if kept.media_type.startswith("audio/") else "picture",
                "caption": kept.caption,
            }
            for kept in idea.files.all()
        ]
        if is_spoken and idea.has_files  # type: ignore[attr-defined]
        else [],
        "group": places.get(idea.group_id or 0, ""),
    }
