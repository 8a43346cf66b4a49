"""Reading rubrics over HTTP: open to everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kotokaari.foundation.fields import read
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.ui.languages import OWN_NAMES, direction
from kotokaari.ui.public import Column

from . import cccev, comparison, content, permissions, queries, wording
from .models import Criterion, Gate, Rubric
from .registries import rubric_sections


@login_not_required
def rubric_list(request: HttpRequest) -> HttpResponse:
    """Every version of every rubric. One query."""
    rubrics = list(queries.rubrics_for(request.user))
    shelves: dict[str, list[Rubric]] = {}
    for rubric in rubrics:
        shelves.setdefault(rubric.code, []).append(rubric)
    context = {
        "shelves": [(versions[0], versions) for versions in shelves.values()],
        "columns": [
            Column("number", _("Version")),
            Column("state", pgettext("of a rubric", "State")),
            Column("valid", _("In force")),
            Column("criteria", wording.label("criteria"), numeric=True),
            Column("gates", wording.label("gates"), numeric=True),
        ],
        "may_write": permissions.can_write_rubrics(request.user),
    }
    return render(request, "rubrics/rubric_list.html", context)


@login_not_required
def rubric(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: what is judged, what each level looks like, and how it stands to other frameworks."""
    found = queries.rubric_for(request.user, code, number)
    others = [one for one in queries.versions_of(request.user, code) if one.pk != found.pk]
    sections = [
        (section.title, render_to_string(section.template, section.context, request))
        for section in rubric_sections(request, found)
    ]
    context = {
        "rubric": found,
        "others": others,
        "before": next((one for one in others if one.pk == found.based_on_id), None),
        "newest": next((one for one in others if one.state == Rubric.State.IN_FORCE), None),
        "criteria": [_criterion(one) for one in found.criteria.all()],
        "gates": [_gate(one) for one in found.gates.all()],
        "crosswalks": _crosswalks(found),
        "total": sum(one.weight for one in found.criteria.all()),
        "level_columns": [Column("level", _("Level"), numeric=True), Column("looks", _("What it looks like"))],
        "crosswalk_columns": [
            Column("ours", _("Ours")),
            Column("match", pgettext("between criteria", "Relation")),
            Column("theirs", _("Theirs")),
            Column("tier", pgettext("of a criterion", "Tier")),
        ],
        "sections": sections,
        "may_write": permissions.can_write_rubrics(request.user),
        "has_draft": any(one.is_draft for one in others),
        "trail": trail((str(found), "")),
    }
    return render(request, "rubrics/rubric.html", context)


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the list of rubrics to here."""
    return [(_("How practices are judged"), reverse("rubrics:list")), *steps]


def _criterion(criterion: Criterion) -> dict[str, Any]:
    """A criterion as the page shows it."""
    return {
        "it": criterion,
        "checklist": [TranslatedText.from_json(line) for line in criterion.checklist],
        "levels": [(one, TranslatedText.from_json(criterion.levels.get(one))) for one in content.LEVELS],
        "weight": f"{criterion.weight.normalize():f}",
        "reads": wording.fields_read(criterion.reads),
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {"it": gate, "reads": wording.fields_read(gate.reads)}


FRAMEWORKS = {"eu-bpp": lambda: _("the criteria of the EU Best Practice Portal")}


def _crosswalks(found: Rubric) -> list[tuple[str, list[tuple[Criterion | Gate, Any]]]]:
    """By framework: our part and how theirs stands to it, in our order."""
    frameworks: dict[str, list[tuple[Criterion | Gate, Any]]] = {}
    parts: list[Criterion | Gate] = [*found.criteria.all(), *found.gates.all()]
    for part in parts:
        for crosswalk in part.crosswalks.all():
            frameworks.setdefault(crosswalk.framework, []).append((part, crosswalk))
    return [(FRAMEWORKS.get(code, lambda code=code: code)(), rows) for code, rows in frameworks.items()]


@login_not_required
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions word by word; by default the newest with the one before it."""
    versions = queries.versions_of(request.user, code)
    after = _chosen(versions, request.GET.get("to"), versions[-1])
    before = _chosen(versions, request.GET.get("from"), versions[max(0, versions.index(after) - 1)])
    language = request.GET.get("language", "")
    if language not in LANGUAGES:
        language = (get_language() or "fi")[:2]
    context = {
        "versions": versions,
        "before": before,
        "after": after,
        "name": read(after.name),
        "language": language,
        "dir": direction(language),
        "languages": [(one, OWN_NAMES[one]) for one in LANGUAGES],
        "changes": comparison.compare(content.content_of(before), content.content_of(after), language),
        "trail": trail((str(after), after.get_absolute_url()), (_("Compare versions"), "")),
    }
    return render(request, "rubrics/compare.html", context)


def _chosen(versions: list[Rubric], number: str | None, otherwise: Rubric) -> Rubric:
    return next((version for version in versions if str(version.number) == number), otherwise)


@login_not_required
def export(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """A version in the EU's criterion vocabulary: JSON-LD or Turtle."""
    if form not in cccev.CONTENT_TYPES:
        raise Http404
    found = queries.rubric_for(request.user, code, number)
    response = HttpResponse(cccev.export_rubric(found, form), content_type=cccev.CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{code}-{number}.{form}"'
    return response
