"""Ideas and epics as the arc shows them, and the links that grow by themselves.

An idea comes onto the arc with the first epic that grows from it: hundreds that led nowhere would hide the one that
did. A theme of a day stands there as the theme of the survey it came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.arc.public import Kind, Link, Node, register_kind, tie
from kotokaari.needs.public import THEME_KIND

from .epics import permissions
from .epics.parts import name_of
from .models import Day, Epic, Idea

SHOWN = 90  # letters of an idea


def register() -> None:
    """Make ideas and epics known to the arc."""
    register_kind(Kind("idea", _("Idea"), "idea", idea_nodes))
    register_kind(Kind("epic", _("Epic"), "epic", epic_nodes, may_edit=may_edit_epic))


def tie_epic(epic: Epic, ideas: Iterable[Idea], by: Any = None) -> None:
    """Say that the epic grew from these ideas, and they from the theme of the survey where there is one."""
    theme = epic.theme.theme
    for idea in ideas:
        tie(first=("epic", epic.uuid), type="grew_from", second=("idea", idea.uuid), by=by)
        if theme is not None:
            tie(first=("idea", idea.uuid), type="answers", second=(THEME_KIND, theme.uuid), by=by)


def tie_practice(epic: Epic, practice: Any) -> Link:
    """Say that the practice grew from the epic."""
    return tie(first=("practice", practice.uuid), type="grew_from", second=("epic", epic.uuid))


def may_edit_epic(user: Any, uuid: UUID) -> bool:
    """Whoever tells of an epic also links it. A query or two."""
    epic = Epic.objects.visible_to(user).filter(uuid=uuid).select_related("day").first()
    return epic is not None and bool(getattr(user, "is_authenticated", False)) and permissions.can_tell_epic(user, epic)


def epic_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Epics by uuid; those one may not read are told of without a name. Two queries."""
    visible = Exists(Epic.objects.visible_to(user).filter(pk=OuterRef("pk")))
    found = Epic.objects.filter(uuid__in=list(uuids)).annotate(is_visible=visible).prefetch_related("texts")
    return {epic.uuid: _epic_node(epic, epic.is_visible) for epic in found}


def _epic_node(epic: Epic, is_visible: bool) -> Node:
    if not is_visible:
        return Node("epic", epic.uuid, "epic", visible=False)
    name = name_of(epic).read((get_language() or "fi")[:2])
    return Node(
        "epic",
        epic.uuid,
        "epic",
        title=name.text,
        url=epic.get_absolute_url(),
        note=str(epic.get_status_display()),
        date=epic.made_at.date().isoformat(),
        is_example=epic.is_example,
        language=name.language if name.is_fallback else "",
    )


def idea_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Ideas by uuid, for those who may read an epic that grew from them or who run the day. Three queries."""
    epics = Epic.objects.visible_to(user).order_by("number")
    runs = Exists(Day.objects.run_by(user).filter(pk=OuterRef("day")))
    found = Idea.objects.filter(uuid__in=list(uuids)).annotate(is_run=runs)
    return {idea.uuid: _idea_node(idea) for idea in found.prefetch_related(Prefetch("epics", epics, "epics_seen"))}


def _idea_node(idea: Any) -> Node:
    hidden = idea.is_silent or idea.state == Idea.State.HIDDEN
    if hidden or not (idea.epics_seen or idea.is_run):
        return Node("idea", idea.uuid, "idea", visible=False)
    text = " ".join(idea.text.split())
    cut = text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"
    url = f"{idea.epics_seen[0].get_absolute_url()}#idea-{idea.number}" if idea.epics_seen else ""
    return Node(
        "idea",
        idea.uuid,
        "idea",
        title=cut,
        url=url,
        date=idea.made_at.date().isoformat(),
        language=idea.language if idea.language != (get_language() or "fi")[:2] else "",
    )
