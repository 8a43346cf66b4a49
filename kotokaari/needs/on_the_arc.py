"""Surveys on the arc: what is needed was asked there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import pgettext_lazy

from kotokaari.arc.public import Kind, Node, register_kind
from kotokaari.foundation.fields import read

from . import permissions
from .models import Survey

STATION = "need"
FOUND = 20


def register() -> None:
    """Make surveys known to the arc, and so to /id/{uuid}."""
    register_kind(
        Kind(
            "survey",
            pgettext_lazy("arc", "Survey"),
            STATION,
            survey_nodes,
            may_edit=may_edit_survey,
            find=surveys_by_words,
        )
    )


def may_edit_survey(user: Any, uuid: UUID) -> bool:
    """Whoever makes a survey also links it. A query or two."""
    survey = Survey.objects.visible_to(user).filter(uuid=uuid).first()
    return survey is not None and permissions.can_make_survey(user, survey)


def surveys_by_words(user: Any, words: str) -> list[Node]:
    """The surveys this person may know that have these words in their name. Three queries."""
    wanted = words.casefold().split()
    rows = Survey.objects.visible_to(user).values_list("uuid", "name")
    texts = ((uuid, " ".join(one.text for one in name.renderings.values()).casefold()) for uuid, name in rows)
    return list(
        survey_nodes(user, [uuid for uuid, text in texts if all(word in text for word in wanted)][:FOUND]).values()
    )


def survey_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Surveys by uuid; of a draft or an unlisted one of others nothing is told. Two queries."""
    wanted = list(uuids)
    known = {survey.uuid: survey for survey in Survey.objects.visible_to(user).filter(uuid__in=wanted)}
    existing = Survey.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)
    return {
        uuid: _node(known[uuid]) if uuid in known else Node("survey", uuid, STATION, visible=False) for uuid in existing
    }


def _node(survey: Survey) -> Node:
    name = read(survey.name)
    return Node(
        "survey",
        survey.uuid,
        STATION,
        title=name.text,
        url=survey.get_absolute_url(),
        note=survey.get_state_display(),
        date=(survey.opened_at or survey.created_at).date().isoformat(),
        is_example=survey.is_example,
        language=name.language if name.is_fallback else "",
    )
