"""An import from the first row to the last: batches, what is remembered, what is told."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User, create_organisation

from ..readiness import may_be_shown_unreviewed
from .columns import KEPT, Scheme, mapping_named
from .deciding import Decided, Identities, decide
from .reading import Broken, Row, Table, open_table
from .report import Report
from .rows import Understanding, Understood
from .terms import Terms
from .texts import language_of
from .writing import write

BATCH = 500  # as many as search indexes at once
SAMPLE = 50


@dataclass(slots=True)
class Options:
    """How to import. ``may_own`` limits the organisations rows may belong to (None: any)."""

    mapping: str | Scheme = ""
    owner: str = ""
    collection: str = ""
    language: str = ""
    sheet: str = ""
    encoding: str = ""
    create_organisations: bool = True
    drafts: bool = False
    overwrite: bool = False
    dry_run: bool = False
    by: User | None = None
    may_own: frozenset[int] | None = None
    name: str = ""


Tell = Callable[[Report, "int | None"], bool]


def run_import(path: Path, options: Options, tell: Tell = lambda report, total: True) -> Report:
    """Import a file. ``tell(report, total)`` is called after each batch; when it gives False the import stops there.

    Raises BadInput for a file or a mapping that cannot be used; nothing was written then.
    """
    return Import(path, options).run(tell)


class Import:
    """One run over one file."""

    def __init__(self, path: Path, options: Options) -> None:
        self.options = options
        self.scheme = options.mapping if isinstance(options.mapping, Scheme) else mapping_named(options.mapping)
        self.table = open_table(
            path, name=options.name, known=self.scheme.knows, sheet=options.sheet, encoding=options.encoding
        )
        self.collection = options.collection or self.scheme.collection or collection_of(self.table.name)
        self.report = Report(collection=self.collection, dry_run=options.dry_run, notes=self.table.notes)
        self.terms = Terms(self.scheme.values)
        self.identities = Identities()
        self._default: int | None = None

    def run(self, tell: Tell) -> Report:
        """Go through the rows. See ``run_import``."""
        begun = time.monotonic()
        self._check_columns()
        self._check_owner()
        first = list(islice(self.table.rows, SAMPLE))
        understanding = self._understanding(first)
        rows: Iterator[Row | Broken] = chain(first, self.table.rows)
        with seldom_tidied() as tidy_up:
            while batch := list(islice(rows, BATCH)):
                self._batch(batch, understanding)
                self.report.seconds = time.monotonic() - begun
                if not tell(self.report, self.table.total):
                    self.report.stopped = True
                    break
                tidy_up()
        if not self.report.read:
            raise BadInput(
                _("%(file)s has no rows below the names of its columns: each row is a practice.")
                % {"file": self.table.name}
            )
        return self.report

    def columns(self) -> dict[str, str]:
        """Where each column of the file goes."""
        goals = {column: self.scheme.targets(column) for column in self.table.columns}
        return {column: ", ".join(goal.code for goal in those) for column, those in goals.items()}

    def first_rows(self, count: int) -> list[tuple[Row | Broken, Understood | None]]:
        """The first rows as they stand and as they are understood; nothing is written. Raises BadInput."""
        self._check_columns()
        rows = list(islice(self.table.rows, SAMPLE))
        reader = self._understanding(rows)
        return [(row, reader.understand(row) if isinstance(row, Row) else None) for row in rows[:count]]

    def _understanding(self, first: Sequence[Row | Broken]) -> Understanding:
        """A reader of rows that knows which language the file is probably in."""
        texts = [
            cell
            for row in first
            if isinstance(row, Row)
            for column, cell in row.cells.items()
            if isinstance(cell, str)
            and any(goal.field in TELLING and not goal.language for goal in self.scheme.targets(column))
        ]
        hints = [goal.hint for column in self.table.columns for goal in self.scheme.targets(column) if goal.hint]
        guess, _margin = language_of(texts)
        hint = guess or (max(set(hints), key=hints.count) if hints else "")
        return Understanding(self.scheme, self.terms, self.options.language, hint)

    def _check_columns(self) -> None:
        """Tell how columns are read. Raises BadInput when none is the title."""
        self.report.columns = self.columns()
        titled = any(goal.field == "title" for column in self.table.columns for goal in self.scheme.targets(column))
        if not titled and "title" not in self.scheme.defaults:
            raise BadInput(
                _(
                    "%(file)s, row 1: no column is recognised as the title of the practice (found: %(columns)s). Name it "
                    "title, title_fi, otsikko or rubrik, or say in a mapping which it is."
                )
                % {"file": self.table.name, "columns": ", ".join(self.table.columns)[:300] or "–"}
            )

    def _check_owner(self) -> None:
        wanted = self.options.owner or self.scheme.owner
        if wanted:
            self._default = self.terms.organisation(wanted)
            if self._default is None:
                raise BadInput(
                    _(
                        "There is no organisation “%(name)s”: give the code, which is the last part of its page's address."
                    )
                    % {"name": wanted}
                )

    def _batch(self, batch: Sequence[Row | Broken], understanding: Understanding) -> None:
        waiting: list[Decided] = []
        for row in batch:
            self.report.read += 1
            if isinstance(row, Broken):
                self.report.reject(row.number, row.field, row.problem)
                continue
            item = understanding.understand(row)
            self.report.contacts_dropped += item.dropped
            self._own(item, waiting)
        decided = decide(self.collection, waiting, overwrite=self.options.overwrite, may_own=self.options.may_own)
        self._write(decided)
        self._count(decided)

    def _own(self, item: Understood, waiting: list[Decided]) -> None:
        """Find the row's owner and id; a row without them is rejected at once."""
        owner = None if item.problem else self._owner(item)
        if item.problem is None:
            code = self.terms.organisation_codes.get(owner or 0, item.owner)
            external = self.identities.of(item, code)
            if external is None:
                own = item.id or str(item.uuid)
                item.problem = (
                    "id",
                    _("The id “%(id)s” is in row %(row)d already; each practice needs an id of its own.")
                    % {"id": own[:80], "row": self.identities.seen[own]},
                )
            else:
                waiting.append(Decided(item, external, owner, item.digest(code)))
        if item.problem:
            self.report.reject(item.number, *item.problem)

    def _owner(self, item: Understood) -> int | None:
        found = self.terms.organisation(item.owner) if item.owner else self._default
        if item.owner and found is None:
            return self._stranger(item)
        if found is None:
            found = self._collection_owner()
        allowed = self.options.may_own
        if allowed is not None and found is not None and found not in allowed:
            item.problem = ("owner", _("You may not import practices for “%(name)s”.") % {"name": item.owner})
        return found

    def _stranger(self, item: Understood) -> int | None:
        """An organisation nobody knows is made, or the row rejected."""
        if not self.options.create_organisations:
            item.problem = (
                "owner",
                _("There is no organisation “%(name)s” in this house. Write its code or name, or let new ones be made.")
                % {"name": item.owner[:120]},
            )
            return None
        names = dict(item.owner_names)
        source = next((code for code in (item.language, *names) if code in names), item.language)
        name = TranslatedText.of(source, names.pop(source, item.owner), **names)
        return self._create(name, item.owner, slugify(item.owner_code)[:80])

    def _collection_owner(self) -> int | None:
        """The organisation of a collection that names none: marked as what it is."""
        code = f"imported-{slugify(self.collection)[:60].strip('-') or 'collection'}"
        self._default = self.terms.organisation(code)
        if self._default is None:
            name = TranslatedText.of(
                "fi",
                f"Tuotu kokoelma: {self.collection}",
                sv=f"Importerad samling: {self.collection}",
                en=f"Imported collection: {self.collection}",
            )
            self._default = self._create(name, f"Imported collection: {self.collection}", code, self.options.by)
        return self._default

    def _create(self, name: TranslatedText, words: str, code: str = "", by: User | None = None) -> int | None:
        if words not in self.report.organisations_created:
            self.report.organisations_created.append(words)
        if self.options.dry_run:
            return None
        source = _("Import of %(file)s") % {"file": self.table.name}
        made: Organisation = create_organisation(
            name=name, type=Organisation.Type.OTHER, by=by, code=code, source=source[:300]
        )
        names = [entry.text for entry in name.renderings.values()]
        self.terms.know_organisation(made.pk, made.code, made.uuid, [words, *names])
        if self.options.may_own is not None:
            self.options.may_own |= {made.pk}
        return made.pk

    def _write(self, decided: Sequence[Decided]) -> None:
        if not self.options.dry_run:
            write(
                self.collection,
                [one for one in decided if one.item.problem is None],
                self.terms,
                drafts_only=self.options.drafts,
                by=self.options.by,
            )

    def _count(self, decided: Sequence[Decided]) -> None:
        report = self.report
        for one in decided:
            if one.item.problem:
                report.reject(one.item.number, *one.item.problem)
                continue
            report.created += one.act == "create"
            report.updated += one.act == "update"
            report.unchanged += one.act == "unchanged"
            if one.act != "unchanged":
                shown = (
                    not self.options.drafts and one.item.status != "draft" and may_be_shown_unreviewed(one.item.record)
                )
                report.published += shown
                report.drafts += not shown
                for name, problem in one.item.warnings:
                    report.warn(one.item.number, name, problem)
                if not shown and not self.options.drafts and one.item.status != "draft":
                    report.warn(one.item.number, "summary", _("no text says what is done: kept as a draft"))


@contextmanager
def seldom_tidied() -> Iterator[Callable[[], object]]:
    """Let memory be tidied up between batches instead of thousands of times within them: a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield gc.collect
    finally:
        gc.enable()
        gc.unfreeze()


TELLING = ("title", "summary", "solution", "challenge", "results", "goals")


def collection_of(name: str) -> str:
    """A collection's name from its file's: «practices_2026.csv» → practices_2026."""
    stem = Path(name).name
    return (
        re.sub(r"\.(csv|tsv|txt|xlsx|xlsm|json|jsonl|jsonld|ndjson)$", "", stem, flags=re.IGNORECASE)[:120] or "import"
    )


__all__ = ["KEPT", "Import", "Options", "Table", "run_import"]
