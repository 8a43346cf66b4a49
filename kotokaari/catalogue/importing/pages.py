"""Importing over HTTP: bring a file, say what its columns are, look, try, let it run, see what became of it."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import BadInput, DomainError
from kotokaari.foundation.tables import harmless
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import SignedInRequest, organisation_book, place_names

from .. import permissions
from ..words import concept_names
from . import runs, web_forms
from .columns import KEPT
from .models import ImportRun
from .reading import Broken, Row
from .rows import Understood
from .running import Import

SHOWN_ROWS = 8
SHOWN_RUNS = 30


def _language() -> str:
    return (get_language() or "fi")[:2]


def run_for(user: Any, uuid: UUID) -> ImportRun:
    """The import, or 404 for anyone but the one who began it and those who run the house."""
    found = ImportRun.objects.select_related("started_by").filter(uuid=uuid).first()
    if found is None or not permissions.can_handle_import(user, found):
        raise Http404
    return found


def runs_of(user: Any) -> QuerySet[ImportRun]:
    """The imports this person began, the latest first; those who run the house see all."""
    found = (
        ImportRun.objects.all()
        if permissions.can_import_for_anybody(user)
        else ImportRun.objects.filter(started_by=user)
    )
    return found.defer("report", "mapping")


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Bring a file, and the imports that were begun before."""
    require(permissions.can_import_practices(request.user))
    form = _file_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = runs.bring_file(form.cleaned_data.pop("file"), by=request.user, **form.cleaned_data)
        except BadInput as error:
            form.add_error("file", str(error))
        else:
            return redirect("catalogue:import-columns", made.uuid)
    context = {"form": form, "runs": runs_of(request.user)[:SHOWN_RUNS], "trail": _trail()}
    return render(request, "catalogue/importing/start.html", context)


def _file_form(request: SignedInRequest) -> web_forms.FileForm:
    book, today = organisation_book().by_key, timezone.localdate()
    own = permissions.importing_organisations(request.user).existing_on(today).values_list("pk", flat=True)  # type: ignore[attr-defined]
    organisations = sorted(
        ((book[pk].code, book[pk].name(_language())) for pk in own if pk in book), key=lambda one: one[1]
    )
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return web_forms.FileForm(
        *posted, organisations=organisations, anybody=permissions.can_import_for_anybody(request.user)
    )


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    first = [
        (_("Practices"), reverse("catalogue:list")),
        (_("Import practices"), reverse("catalogue:import") if more else ""),
    ]
    return [*first, *more]


@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What each column is, with selects to correct it, and the first rows as they would become."""
    thing = run_for(request.user, uuid)
    if thing.state in runs.AT_WORK:
        return redirect(thing)
    problem = ""
    try:
        if request.method == "POST":
            names = list(_import(thing).table.columns)
            chosen = {name: request.POST.get(f"column-{place}", "") for place, name in enumerate(names)}
            runs.choose_columns(thing, columns={name: code for name, code in chosen.items() if code}, by=request.user)
            return _next(request, thing)
        found = _import(thing)
        before = found.columns()
        try:
            rows = found.first_rows(SHOWN_ROWS)
        except BadInput as error:
            problem, rows = str(error), []
    except (BadInput, DomainError) as error:
        messages.error(request, str(error))
        return redirect("catalogue:import")
    context = {
        "run": thing,
        "columns": _columns(before, rows),
        "goals": web_forms.goals(),
        "rows": [_shown(row, item) for row, item in rows],
        "problem": problem,
        "trail": _trail((thing.name, "")),
        "needs_looking": [name for name, code in before.items() if code == KEPT],
    }
    return render(request, "catalogue/importing/columns.html", context)


def _next(request: SignedInRequest, thing: ImportRun) -> HttpResponse:
    """Where the pressed button leads: look again, try it, or import."""
    if request.POST.get("do") in ("try", "import"):
        runs.begin(thing, dry_run=request.POST["do"] == "try", by=request.user)
        return redirect(thing)
    return redirect("catalogue:import-columns", thing.uuid)


def _import(thing: ImportRun) -> Import:
    try:
        return Import(runs.path_of(thing), runs.options_of(thing, dry_run=True))
    except OSError as error:
        raise BadInput(_("The file is no longer here. Bring it again.")) from error


def _columns(goals: dict[str, str], rows: list[tuple[Row | Broken, Understood | None]]) -> list[dict[str, Any]]:
    made = []
    for place, (name, code) in enumerate(goals.items()):
        cells = [str(row.cells.get(name) or "").strip() for row, _item in rows if isinstance(row, Row)]
        sample = next((cell for cell in cells if cell), "")
        made.append(
            {
                "name": name,
                "field": f"column-{place}",
                "code": code,
                "is_known": code != KEPT,
                "several": web_forms.label_of(code) if "," in code else "",
                "sample": sample[:120],
            }
        )
    return made


def _shown(row: Row | Broken, item: Understood | None) -> dict[str, Any]:
    """A row as it would become."""
    if isinstance(row, Broken) or item is None:
        return {"number": row.number, "problem": getattr(row, "problem", "")}
    language, record = _language(), item.record
    title, summary = (TranslatedText.from_json(record.get(name)) for name in ("title", "summary"))
    return {
        "number": row.number,
        "title": title,
        "summary": summary,
        "owner": item.owner,
        "themes": ", ".join(concept_names(record.get("themes") or (), language)),
        "places": ", ".join(place_names(record.get("places") or (), language)),
        "fields": len(record),
        "problem": f"{web_forms.field_label(item.problem[0])}: {item.problem[1]}" if item.problem else "",
        "warnings": [f"{web_forms.field_label(name)}: {words}" for name, words in item.warnings],
        "dropped": item.dropped,
    }


def run(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far the import is, or what became of it."""
    thing = run_for(request.user, uuid)
    if thing.state == ImportRun.State.PREPARING:
        return redirect("catalogue:import-columns", thing.uuid)
    report = thing.report
    context = {
        "run": thing,
        "report": report,
        "is_at_work": thing.state in runs.AT_WORK and not runs.is_stalled(thing),
        "is_stalled": runs.is_stalled(thing),
        "done": report.get("read", 0),
        "total": max(thing.rows, report.get("read", 0)) or 1,
        "rejected": [_said(entry) for entry in report.get("rejected", [])[:50]],
        "warnings": [_said(entry) for entry in report.get("warnings", [])[:50]],
        "trail": _trail((thing.name, "")),
    }
    return render(request, "catalogue/importing/run.html", context)


def _said(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "field": web_forms.field_label(entry["field"])}


@require_POST
def begin(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Let it run, also from where it stopped."""
    thing = run_for(request.user, uuid)
    try:
        runs.begin(thing, dry_run=request.POST.get("do") == "try", by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(thing)


@require_POST
def stop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Stop after the batch it is at."""
    thing = run_for(request.user, uuid)
    try:
        runs.stop(thing, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(thing)


@require_http_methods(["GET", "POST"])
def forget(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask, then throw the file and the report away."""
    thing = run_for(request.user, uuid)
    if request.method == "POST":
        try:
            runs.forget(thing, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(thing)
        messages.success(request, _("The file and its report are gone. Imported practices stay."))
        return redirect("catalogue:import")
    context = {
        "title": _("Throw away “%(name)s”?") % {"name": thing.name},
        "text": _("The file and the report of its import are deleted. Practices that were imported stay."),
        "confirm": _("Throw away"),
        "cancel": thing.get_absolute_url(),
    }
    return render(request, "ui/confirm.html", context)


def rejected(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The rejected rows as they stood, with what is wrong: to be put right and brought again."""
    thing = run_for(request.user, uuid)
    wrong = {entry["row"]: entry for entry in thing.report.get("rejected", [])}
    out = io.StringIO(newline="")
    try:
        table = _import(thing).table
        writer = csv.writer(out)
        writer.writerow(["row", "problem", *table.columns])
        for row in table.rows:
            if row.number in wrong:
                cells = row.cells if isinstance(row, Row) else {}
                entry = wrong[row.number]
                said = f"{entry['field']}: {entry['problem']}" if entry["field"] else entry["problem"]
                kept = ["" if cells.get(name) is None else str(cells.get(name)) for name in table.columns]
                writer.writerow([row.number, *map(harmless, [said, *kept])])
    except BadInput as error:
        messages.error(request, str(error))
        return redirect(thing)
    headers = {"Content-Disposition": 'attachment; filename="rejected-rows.csv"'}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
