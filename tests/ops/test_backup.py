"""Backup and restore as an operator does it, on both databases."""

import json
import sqlite3
import stat
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

pytestmark = pytest.mark.slow
ENGINES = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])

ROW = (
    "INSERT INTO foundation_auditevent (at, action, actor, target_kind, target, target_label, details) "
    "VALUES ('2026-01-01 00:00:00+00:00', 'tested', '', 'row', ?, '', '{}')"
)


def furnish(home, *codes, files=()):
    """A house with rows of these names and with uploaded files."""
    with home.connected() as execute:
        for code in codes:
            execute(ROW, (code,))
    for name in files:
        path = home.data / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 1000)


def rows(home):
    with home.connected() as execute:
        return {
            code for (code,) in execute("SELECT target FROM foundation_auditevent WHERE action = 'tested'").fetchall()
        }


def contents(home):
    """What is in the house: rows, and uploaded files with their bytes."""
    files = home.data / "files"
    return rows(home), {str(path.relative_to(files)): path.read_bytes() for path in files.rglob("*") if path.is_file()}


def leftovers(folder):
    """Anything half-made that lies about."""
    return [
        path.name
        for path in folder.iterdir()
        if path.name.endswith(".partial") or path.name.endswith(".parts") or "unfinished" in path.name
    ]


@ENGINES
def test_a_house_comes_back_as_it_was(engine, make_home, tmp_path):
    home, file = make_home(engine), tmp_path / "saved.zip"
    furnish(home, "a:1", "a:2", files=["practices/2026/guide.pdf", "ohje ä.txt"])
    before = contents(home)

    saved = home.run("backup", file)
    furnish(home, "a:3", files=["later.txt"])
    (home.data / "files" / "ohje ä.txt").write_bytes(b"changed")
    restored = home.run("restore", file)

    assert (saved.code, saved.out) == (0, "")
    assert "Saved the database and 2 files" in saved.err
    assert restored.code == 0, restored.err
    assert contents(home) == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert leftovers(tmp_path) == leftovers(home.data) == []


@ENGINES
def test_a_house_moves_into_an_empty_folder(engine, make_home, tmp_path):
    home, file = make_home(engine), tmp_path / "saved.zip"
    furnish(home, "a:1", files=["guide.pdf"])
    home.run("backup", file)
    new = make_home(engine, migrated=False)

    done = new.run("restore", file)

    assert done.code == 0, done.err
    assert contents(new) == contents(home)
    assert not (new.data / "before-restore.zip").exists()


@ENGINES
def test_a_restore_can_be_undone_and_repeated(engine, make_home, tmp_path):
    home, file = make_home(engine), tmp_path / "saved.zip"
    furnish(home, "a:1")
    home.run("backup", file)
    furnish(home, "a:2", files=["later.txt"])
    now = contents(home)

    assert home.run("restore", file).code == 0
    done = home.run("restore", home.data / "before-restore.zip")

    assert done.code == 0, done.err
    assert contents(home) == now
    assert home.run("check").code == 0


@ENGINES
def test_an_older_house_is_brought_up_to_date(engine, make_home, tmp_path):
    home, file = make_home(engine), tmp_path / "saved.zip"
    furnish(home, "a:1")
    assert home.run("manage", "migrate", "arc", "zero").code == 0
    assert home.run("backup", file).code == 0
    new = make_home(engine, migrated=False)

    done = new.run("restore", file)

    assert done.code == 0, done.err
    with new.connected() as execute:
        assert execute("SELECT count(*) FROM arc_link").fetchone() == (0,)
    assert rows(new) == {"a:1"}


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda raw: raw[: len(raw) // 2], "damaged"),
        (lambda raw: raw[:-1], "damaged"),
        (lambda raw: b"", "damaged"),
        (lambda raw: raw[:5000] + bytes(64) + raw[5064:], "damaged"),
        (lambda raw: b"This is a letter, not a backup.", "not made by"),
    ],
    ids=["half", "last byte missing", "empty", "flipped inside", "a letter"],
)
def test_a_damaged_archive_is_refused_in_one_sentence(damage, word, make_home, tmp_path):
    home, file = make_home("sqlite"), tmp_path / "saved.zip"
    furnish(home, "a:1", files=["guide.pdf"])
    home.run("backup", file)
    furnish(home, "a:2")
    before = contents(home)
    file.write_bytes(damage(file.read_bytes()))

    done = home.run("restore", file)

    sentence = done.err.strip().splitlines()[-1]
    assert done.code == 2, done.err
    assert word in sentence
    assert "saved.zip" in sentence
    assert contents(home) == before
    assert leftovers(home.data) == []


def rewritten(file, change):
    """The archive with its manifest changed and everything else as it was."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for entry in old.infolist():
            raw = old.read(entry)
            if entry.filename == "manifest.json":
                manifest = json.loads(raw)
                extra = change(manifest) or {}
                raw = json.dumps(manifest)
                for name, content in extra.items():
                    new.writestr(name, content)
            new.writestr(entry.filename, raw)
    return other


def newer_migration(manifest):
    manifest["version"] = "99.0"
    manifest["migrations"].append("catalogue.9999_from_the_future")


def newer_format(manifest):
    manifest["format_version"] = 99


def other_engine(manifest):
    manifest["engine"] = "postgresql"


def way_out(manifest):
    manifest["parts"]["files/../../outside.txt"] = {"sha256": "0" * 64, "bytes": 1}
    return {"files/../../outside.txt": "x"}


def missing_part(manifest):
    manifest["parts"]["files/gone.txt"] = {"sha256": "0" * 64, "bytes": 1}


def other_format(manifest):
    manifest["format"] = "something-else"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (newer_migration, "newer than this"),
        (newer_format, "newer Kotokaari"),
        (other_engine, "PostgreSQL"),
        (way_out, "outside"),
        (missing_part, "missing"),
        (other_format, "not made by"),
    ],
)
def test_a_foreign_archive_is_refused_in_one_sentence(change, word, make_home, tmp_path):
    home, file = make_home("sqlite"), tmp_path / "saved.zip"
    furnish(home, "a:1", files=["guide.pdf"])
    home.run("backup", file)
    before = contents(home)

    done = home.run("restore", rewritten(file, change))

    assert done.code == 2, done.err
    assert word in done.err.strip().splitlines()[-1]
    assert "Traceback" not in done.err
    assert contents(home) == before
    assert not (tmp_path / "outside.txt").exists()
    assert leftovers(home.data) == []


def test_a_backup_does_not_overwrite_what_is_no_backup(make_home, tmp_path):
    home, letter = make_home("sqlite"), tmp_path / "letter.txt"
    letter.write_text("Dear all")

    refused = home.run("backup", letter)
    nowhere = home.run("backup", tmp_path / "nowhere" / "saved.zip")
    unsaved = make_home("sqlite", migrated=False).run("backup", tmp_path / "empty.zip")

    assert refused.code == nowhere.code == 2
    assert letter.read_text() == "Dear all"
    assert unsaved.code == 1
    assert leftovers(tmp_path) == []
    assert not (tmp_path / "empty.zip").exists()


def test_a_later_backup_takes_the_place_of_an_earlier_one(make_home, tmp_path):
    home, file = make_home("sqlite"), tmp_path / "saved.zip"
    home.run("backup", file)
    furnish(home, "a:1")

    assert home.run("backup", file).code == 0
    assert home.run("restore", file).code == 0
    assert rows(home) == {"a:1"}


class Writers:
    """Threads that write pairs of rows until told to stop, and know what was acknowledged."""

    def __init__(self, home, threads=3):
        self.home, self.acknowledged, self.refused = home, [], []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(threads)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self, number):
        for turn in range(100_000):
            if self._stop.is_set():
                return
            codes = [f"w{number}:{turn}:{side}" for side in "ab"]
            try:
                with self.home.connected() as execute:
                    execute("BEGIN IMMEDIATE" if self.home.engine == "sqlite" else "BEGIN")
                    for code in codes:
                        execute(ROW, (code,))
                    execute("COMMIT")
            except (sqlite3.Error, psycopg.Error) as error:
                self.refused.append(error)
            else:
                self.acknowledged += codes

    def write_more(self, count):
        """Wait until so many more rows are acknowledged."""
        wanted = len(self.acknowledged) + count
        wait_until(lambda: len(self.acknowledged) >= wanted, "the writers stand still")


def wait_until(is_so, otherwise):
    give_up = time.monotonic() + 90
    while not is_so():
        assert time.monotonic() < give_up, otherwise
        time.sleep(0.01)


@contextmanager
def held_up(home, folder):
    """A backup begun in here stands still amid the database: gives what ``run`` takes, and whether it has come so far."""
    if home.engine == "sqlite":
        go = folder / "backup.go"
        try:
            yield {"hold": {"at": "Database: ", "until": str(go)}}, go.with_suffix(".reached").exists
        finally:
            go.touch()
        return
    # pg_dump has its moment before it waits for a table that somebody else holds.
    waiting = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'arc_link'::regclass)"
    with home.connected() as holder, home.connected() as looker:
        holder("BEGIN")
        holder("LOCK TABLE arc_link IN ACCESS EXCLUSIVE MODE")
        try:
            yield {}, lambda: looker(waiting).fetchone()[0]
        finally:
            holder("ROLLBACK")


def surely_later(codes):
    """Of the rows acknowledged from some moment on those that were begun after it: not the first pair of each writer."""
    first = {}
    for writer, turn, _side in (code.split(":") for code in codes):
        first.setdefault(writer, turn)
    return {code for code in codes if first[code.split(":")[0]] != code.split(":")[1]}


def halves(found):
    """Rows whose pair is missing: what a torn transaction would leave."""
    return {code for code in found if code.startswith("w") and not {code[:-1] + "a", code[:-1] + "b"} <= found}


@ENGINES
def test_a_backup_under_write_load_is_one_moment_of_the_house(engine, make_home, tmp_path):
    home, file = make_home(engine), tmp_path / "saved.zip"

    with Writers(home) as writers, ThreadPoolExecutor(1) as side:
        writers.write_more(6)
        known_before = set(writers.acknowledged)
        with held_up(home, tmp_path) as (how, is_held):
            backup = side.submit(home.run, "backup", file, **how)
            wait_until(lambda: is_held() or backup.done(), "the backup never came to the database")
            begun = len(writers.acknowledged)
            writers.write_more(24)
            written_meanwhile = writers.acknowledged[begun:]
        saved = backup.result()
    new = make_home(engine, migrated=False)
    restored = new.run("restore", file)

    assert saved.code == restored.code == 0, saved.err + restored.err
    assert known_before
    assert len(written_meanwhile) > 20, "the writers stood still while the backup was made"
    assert writers.refused == []
    assert known_before <= rows(new)
    assert surely_later(written_meanwhile)
    assert not surely_later(written_meanwhile) & rows(new)
    assert halves(rows(new)) == set()


@ENGINES
def test_a_restore_under_write_load_leaves_a_sound_house(engine, make_home, tmp_path):
    home, file = make_home(engine), tmp_path / "saved.zip"
    furnish(home, "a:1")
    home.run("backup", file)

    with Writers(home):
        time.sleep(0.3)
        done = home.run("restore", file)

    assert done.code == 0, done.err
    assert "a:1" in rows(home)
    assert halves(rows(home)) == set()
    if engine == "sqlite":
        with home.connected() as execute:
            assert execute("PRAGMA integrity_check").fetchone() == ("ok",)


@ENGINES
def test_killed_at_any_moment_it_leaves_the_former_or_the_new_house(engine, make_home, tmp_path):
    home, file = make_home(engine), tmp_path / "saved.zip"
    furnish(home, "a:1", files=["guide.pdf"])
    home.run("backup", file)
    furnish(home, "a:2")
    cut_short = 0

    for seconds in (0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.5, 0.8, 1.2):
        cut_short += home.run("restore", file, kill=seconds).killed
        found, files = contents(home)
        assert found in ({"a:1", "a:2"}, {"a:1"})
        assert files["guide.pdf"] == b"guide.pdf" * 1000

    assert cut_short, "every restore was done before it could be killed"
    assert home.run("restore", file).code == 0
    assert rows(home) == {"a:1"}
    assert leftovers(home.data) == []
