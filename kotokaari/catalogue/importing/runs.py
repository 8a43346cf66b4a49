"""What can happen to an import that somebody began on the web: columns are chosen, it runs, stops, goes on, is thrown away."""

from __future__ import annotations

import datetime
import logging
import secrets
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import BadInput, DomainError
from kotokaari.people.public import Organisation, User

from ..logic.files import clean_name
from .columns import Scheme, mapping_named, targets_of, with_choices
from .models import ImportRun
from .reading import kind_of
from .report import Report
from .running import Import, Options, collection_of

State = ImportRun.State
AT_WORK = (State.WAITING, State.RUNNING)
SILENT_FOR = datetime.timedelta(minutes=2)  # after that nobody seems to be at work
IN_A_NEW_ORGANISATION, AS_IN_THE_FILE = "collection", "file"
MOST_KEPT_ROWS = 500  # rejected rows and warnings that are kept with a run
log = logging.getLogger(__name__)


@transaction.atomic
def bring_file(file: File, *, by: User, owner: str, language: str, mapping: str, drafts: bool) -> ImportRun:
    """Keep a file that is to be imported. Raises BadInput with the reason it cannot be read."""
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        raise BadInput(
            _("The file is too large: at most %(most)d megabytes can be sent here.")
            % {"most": settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)}
        )
    run = ImportRun(name=clean_name(file.name or "")[:160], started_by=by)
    run.options = {"owner": owner, "language": language, "mapping": mapping, "drafts": drafts}
    run.file.save(f"{secrets.token_hex(16)}.bin", file, save=False)
    try:
        run.kind = kind_of(path_of(run), run.name)
        Import(path_of(run), options_of(run, dry_run=True))
    except BadInput:
        run.file.storage.delete(run.file.name or "")
        raise
    run.save()
    audit.record("import begun", target=run, by=by, kind=run.kind)
    return run


def path_of(run: ImportRun) -> Path:
    """Where the run's file lies."""
    return Path(run.file.path)


def scheme_of(run: ImportRun) -> Scheme:
    """The ready mapping of a run with the columns as chosen by hand."""
    scheme = with_choices(mapping_named(str(run.options.get("mapping", ""))), run.mapping)
    scheme.ignores_owner = run.options.get("owner") != AS_IN_THE_FILE
    return scheme


def options_of(run: ImportRun, *, dry_run: bool) -> Options:
    """How this run imports: for one organisation, a new one, or as the file says."""
    chosen = str(run.options.get("owner", ""))
    single = chosen not in (AS_IN_THE_FILE, IN_A_NEW_ORGANISATION)
    collection = collection_of(run.name)
    owner = Organisation.objects.filter(code=chosen).first() if single else None
    may_own = None
    if chosen != AS_IN_THE_FILE:
        may_own = frozenset({owner.pk} if owner else ())
    return Options(
        mapping=scheme_of(run),
        owner=chosen if single else "",
        collection=f"{chosen}: {collection}"[:120] if single else collection,
        language=str(run.options.get("language", "")),
        drafts=bool(run.options.get("drafts")),
        dry_run=dry_run,
        by=run.started_by,
        may_own=may_own,
        name=run.name,
    )


@transaction.atomic
def choose_columns(run: ImportRun, *, columns: Mapping[str, str], by: User) -> ImportRun:
    """Say which column is what. Refuses while the import is at work; raises BadInput for a field that is not there."""
    refuse_at_work(run)
    for column, code in columns.items():
        targets_of(code, column)
    run.mapping = {}
    recognised = Import(path_of(run), options_of(run, dry_run=True)).columns()
    run.mapping = {column: code for column, code in columns.items() if recognised.get(column, code) != code}
    run.save(update_fields=["mapping"])
    return run


@transaction.atomic
def begin(run: ImportRun, *, dry_run: bool, by: User) -> ImportRun:
    """Let the import run, or run dry; it goes on where it stopped. Refuses while it is at work."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not is_stalled(run):
        refuse_at_work(run)
    run.state, run.is_dry, run.stop_wanted, run.message = State.WAITING, dry_run, False, ""
    run.alive_at, run.ended_at, run.report = timezone.now(), None, {}
    run.save()
    audit.record("import tried" if dry_run else "import started", target=run, by=by)
    transaction.on_commit(partial(launch, run.uuid))
    return run


@transaction.atomic
def stop(run: ImportRun, *, by: User) -> ImportRun:
    """Ask the import to stop after the batch it is at. Refuses when it is not at work."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in AT_WORK:
        raise DomainError(_("This import is not running."))
    run.stop_wanted = True
    if is_stalled(run):
        run.state, run.ended_at = State.STOPPED, timezone.now()
    run.save(update_fields=["stop_wanted", "state", "ended_at"])
    audit.record("import stopped", target=run, by=by)
    return run


@transaction.atomic
def forget(run: ImportRun, *, by: User | None) -> None:
    """Throw the file and the report away; practices that were imported stay. Refuses while it is at work."""
    if not is_stalled(run):
        refuse_at_work(run)
    audit.record("import forgotten", target=run, by=by)
    transaction.on_commit(partial(run.file.storage.delete, run.file.name or ""))
    run.delete()


def refuse_at_work(run: ImportRun) -> None:
    """Raise DomainError while the import is at work."""
    if run.state in AT_WORK:
        raise DomainError(_("The import is running. Stop it first, or wait until it is done."))


def is_stalled(run: ImportRun) -> bool:
    """True when the import should be at work and nobody has heard of it for minutes."""
    return run.state in AT_WORK and (run.alive_at is None or run.alive_at + SILENT_FOR < timezone.now())


def launch(run: UUID) -> None:
    """Work on the run in a process of its own, so that pages stay quick."""
    command = [sys.executable, "-m", "kotokaari", "import", "continue", str(run)]
    process = subprocess.Popen(  # noqa: S603 - fixed words
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    threading.Thread(target=process.wait, daemon=True).start()


def work(uuid: UUID) -> ImportRun | None:
    """Do what a waiting run asks for; None when there is nothing to do. What goes wrong is kept with the run."""
    if not ImportRun.objects.filter(uuid=uuid, state=State.WAITING).update(
        state=State.RUNNING, alive_at=timezone.now()
    ):
        return None
    run = ImportRun.objects.select_related("started_by").get(uuid=uuid)
    language = run.started_by.language if run.started_by else "fi"
    with translation.override(language):
        try:
            report = Import(path_of(run), options_of(run, dry_run=run.is_dry)).run(partial(_tell, run))
        except (BadInput, DomainError) as error:
            return _end(run, State.FAILED, str(error))
        except Exception:
            log.exception("an import failed")
            return _end(run, State.FAILED, _("Something went wrong in the house. What was imported until then stays."))
    _keep(run, report, None)
    return _end(run, State.STOPPED if report.stopped else State.DONE)


def _tell(run: ImportRun, report: Report, total: int | None) -> bool:
    _keep(run, report, total)
    return not ImportRun.objects.filter(pk=run.pk, stop_wanted=True).exists()


def _keep(run: ImportRun, report: Report, total: int | None) -> None:
    data = report.data()
    data["warnings"] = data["warnings"][:MOST_KEPT_ROWS]
    changes: dict[str, Any] = {"report": data, "alive_at": timezone.now()}
    if total:
        changes["rows"] = max(total, report.read)
    ImportRun.objects.filter(pk=run.pk).update(**changes)


def _end(run: ImportRun, state: str, message: str = "") -> ImportRun:
    ImportRun.objects.filter(pk=run.pk).update(state=state, message=message, ended_at=timezone.now())
    run.refresh_from_db()
    return run
