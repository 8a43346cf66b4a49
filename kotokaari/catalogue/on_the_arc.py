"""Practices, projects and grants as the arc shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.arc.public import Kind, Node, register_kind
from kotokaari.foundation.text import Reading, TranslatedText
from kotokaari.people.public import EDITORS, has_role

from . import permissions, queries
from .models import Grant, Practice, Project

FOUND = 20  # as many as one looks through


def register() -> None:
    """Make the room's kinds known to the arc."""
    register_kind(
        Kind(
            "practice",
            _("Practice"),
            "practice",
            practice_nodes,
            may_edit=may_edit_practice,
            data_url=lambda uuid: f"/api/v1/practices/{uuid}",
            find=practices_by_words,
        )
    )
    register_kind(
        Kind("project", _("Project"), "task", project_nodes, may_edit=may_edit_project, find=projects_by_words)
    )
    register_kind(Kind("grant", _("Funding"), "money", grant_nodes))


def may_edit_practice(user: Any, uuid: UUID) -> bool:
    """Whoever writes a practice also links it. A query or two."""
    practice = Practice.objects.visible_to(user).filter(uuid=uuid).first()
    return practice is not None and permissions.can_edit_practice(user, practice)


def may_edit_project(user: Any, uuid: UUID) -> bool:
    """Coordinators and administrators of the organisation that runs the project. One query."""
    project = Project.objects.filter(uuid=uuid).first()
    return project is not None and project.owner_id is not None and has_role(user, project.owner_id, *EDITORS)


def practices_by_words(user: Any, words: str) -> list[Node]:
    """The public practices these words find, the best first."""
    uuids = (queries.hits(words, (get_language() or "fi")[:2]) or [])[:FOUND]
    nodes = practice_nodes(user, uuids)
    return [nodes[uuid] for uuid in uuids]


def projects_by_words(user: Any, words: str) -> list[Node]:
    """Projects that have these words in their name, in any language. Two queries."""
    wanted = words.casefold().split()
    uuids = [uuid for uuid, name in Project.objects.values_list("uuid", "name") if _holds(name, wanted)]
    return list(project_nodes(user, uuids[:FOUND]).values())


def _holds(text: TranslatedText, words: list[str]) -> bool:
    whole = " ".join(rendering.text for rendering in text.renderings.values()).casefold()
    return all(word in whole for word in words)


def _read(text: TranslatedText) -> Reading:
    return text.read((get_language() or "fi")[:2])


def _language(reading: Reading) -> str:
    return reading.language if reading.is_fallback else ""


def practice_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Practices by uuid; a draft of others is told of without its name. One query."""
    visible = Exists(Practice.objects.visible_to(user).filter(pk=OuterRef("pk")))
    found = Practice.objects.filter(uuid__in=list(uuids)).annotate(is_visible=visible)
    found = found.select_related("current").defer("current__record")
    return {practice.uuid: _practice_node(practice, practice.is_visible) for practice in found}


def _practice_node(practice: Practice, is_visible: bool) -> Node:
    if not is_visible:
        return Node("practice", practice.uuid, "practice", visible=False)
    version = practice.current
    title = _read(version.title) if version else Reading(str(_("Draft")), "", "")
    note = "" if practice.status == Practice.Status.PUBLISHED else str(practice.get_status_display())
    date = version.published_at.date().isoformat() if version and version.published_at else ""
    return Node(
        "practice",
        practice.uuid,
        "practice",
        title=title.text,
        url=practice.get_absolute_url(),
        note=note,
        date=date,
        is_example=practice.is_example,
        language=_language(title) if version else "",
    )


def project_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Projects by uuid; everybody may know of them. One query."""
    return {
        project.uuid: Node(
            "project",
            project.uuid,
            "task",
            title=_read(project.name).text,
            url=project.get_absolute_url(),
            date=project.starts,
            is_example=project.is_example,
            language=_language(_read(project.name)),
        )
        for project in Project.objects.filter(uuid__in=list(uuids))
    }


def grant_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Grants by uuid; that of a draft of others is told of without the funder. One query."""
    mine = Exists(Practice.objects.visible_to(user).filter(pk=OuterRef("practice")))
    found = Grant.objects.filter(uuid__in=list(uuids)).annotate(is_visible=Q(project__isnull=False) | mine)
    found = found.select_related("project", "practice__current").defer("practice__current__record")
    return {grant.uuid: _grant_node(grant, grant.is_visible) for grant in found}


def _grant_node(grant: Grant, is_visible: bool) -> Node:
    if not is_visible:
        return Node("grant", grant.uuid, "money", visible=False)
    owner = grant.project or grant.practice
    return Node(
        "grant",
        grant.uuid,
        "money",
        title=_read(grant.funder).text,
        url=owner.get_absolute_url() if owner else "",
        date=str(grant.year_from or ""),
        language=_language(_read(grant.funder)),
    )
