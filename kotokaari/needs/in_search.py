"""Surveys as the search room finds them: public ones that can be answered, or whose chosen themes are told."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Prefetch

from kotokaari.foundation.daily import register_daily
from kotokaari.foundation.text import LANGUAGES
from kotokaari.search.public import Document, index, register_source

from .models import Survey, Theme

KIND = "survey"


def register() -> None:
    """Let surveys be found, a little after the practices; those whose time is over leave at night."""
    register_source(KIND, documents_for, all_uuids, weight=0.5)
    register_daily("surveys in search", renew_all)


def all_uuids() -> Iterable[UUID]:
    """Every survey that is worth finding."""
    return Survey.objects.worth_finding().values_list("uuid", flat=True)


def documents_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """One document for each language a survey has a name in; no question of it. Two queries."""
    told = Prefetch("themes", Theme.objects.filter(is_public=True, is_chosen=True), to_attr="told_themes")
    surveys = Survey.objects.worth_finding().filter(uuid__in=uuids)
    for survey in surveys.select_related("organisation").prefetch_related(told):
        for language in LANGUAGES:
            name = survey.name.text(language)
            if name.strip():
                body = "\n".join(theme.name.text(language) for theme in survey.told_themes)
                names = [survey.organisation.name.text(language)]
                about = survey.about.text(language)
                yield Document(KIND, survey.uuid, language, name, body, summary=about, names=names)


def renew(survey: Survey) -> None:
    """Bring a survey up to date in the index; call it inside the action's transaction. Nothing for a draft."""
    if survey.state != Survey.State.DRAFT:
        index(KIND, [survey.uuid])


def renew_all(day: datetime.date) -> str:
    """Surveys whose closing time has passed leave the index."""
    changed = index(KIND, list(Survey.objects.public().values_list("uuid", flat=True)))
    return f"{changed} surveys written into search" if changed else ""
