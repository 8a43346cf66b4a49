"""Chosen themes as the arc shows them, tied to their survey: back to counts, never to people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext, pgettext_lazy

from kotokaari.arc.public import Kind, Node, register_kind
from kotokaari.foundation.fields import read

from ..logic.withholding import LEAST
from ..models import Survey, Theme
from .theming import KIND

STATION = "theme"
FOUND = 20


def register() -> None:
    """Make themes known to the arc, and so to /id/{uuid}."""
    register_kind(
        Kind(KIND, pgettext_lazy("arc", "Theme"), STATION, theme_nodes, may_edit=may_edit_theme, find=themes_by_words)
    )


def visible_themes(user: Any) -> QuerySet[Theme]:
    """Public themes, and those of surveys this person runs."""
    return Theme.objects.filter(Q(is_public=True, is_chosen=True) | Q(survey__in=Survey.objects.run_by(user)))


def may_edit_theme(user: Any, uuid: UUID) -> bool:
    """Whoever runs the survey also links its themes. A query or two."""
    return Theme.objects.filter(uuid=uuid, survey__in=Survey.objects.run_by(user)).exists()


def themes_by_words(user: Any, words: str) -> list[Node]:
    """Themes this person may know that have these words in their name. Three queries."""
    wanted = words.casefold().split()
    rows = visible_themes(user).filter(is_chosen=True).values_list("uuid", "name")
    texts = ((uuid, " ".join(one.text for one in name.renderings.values()).casefold()) for uuid, name in rows)
    hits = [uuid for uuid, text in texts if all(word in text for word in wanted)][:FOUND]
    return list(theme_nodes(user, hits).values())


def theme_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Themes by uuid; of those one may not know nothing is told. Two queries."""
    wanted = list(uuids)
    seen = visible_themes(user).filter(uuid__in=wanted).select_related("survey").prefetch_related("evidence")
    known = {theme.uuid: theme for theme in seen}
    existing = Theme.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)
    return {
        uuid: _node(known[uuid]) if uuid in known else Node(KIND, uuid, STATION, visible=False) for uuid in existing
    }


def _node(theme: Theme) -> Node:
    name = read(theme.name)
    answers = max((one.figures.get("n") or 0 for one in theme.evidence.all()), default=0)
    note = ngettext("%(count)s answer behind it", "%(count)s answers behind it", answers) % {"count": answers}
    return Node(
        KIND,
        theme.uuid,
        STATION,
        title=name.text,
        url=theme.get_absolute_url(),
        note=note if answers >= LEAST else "",
        date=theme.made_at.date().isoformat(),
        is_example=theme.is_example,
        language=name.language if name.is_fallback else "",
    )
