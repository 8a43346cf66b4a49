"""`kotokaari check --deploy` sees each mistake, and is silent about a house that is well set up."""

import contextlib
import os
import shutil
import socket
import threading
from pathlib import Path

import pytest
from django.core.checks import run_checks

from kotokaari.foundation import checks

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_server():
    """Something that greets like a mail server."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet():
            with contextlib.suppress(OSError):  # closed when the test ends
                while True:
                    peer, _address = server.accept()
                    with peer:
                        peer.sendall(b"220 here\r\n")
                        while line := peer.recv(1000):
                            peer.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")

        threading.Thread(target=greet, daemon=True).start()
        yield server.getsockname()[1]


@pytest.fixture
def good(settings, tmp_path, mail_server, monkeypatch):
    """A house as it should be in public."""
    tmp_path.chmod(0o700)
    settings.DATA = tmp_path
    settings.SECRET_KEY = "x" * 30 + "yz1234567890abcdefghij"
    settings.DEBUG = settings.DEMO = False
    settings.BASE_URL = "https://kotokaari.example.org"
    settings.ALLOWED_HOSTS = ["kotokaari.example.org"]
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server
    settings.DEFAULT_FROM_EMAIL = "Kotokaari <no-reply@example.org>"
    monkeypatch.delenv("KOTOKAARI_WORKERS", raising=False)
    monkeypatch.setattr(checks.finders, "find", lambda name: f"/{name}")
    monkeypatch.setattr(checks, "uncompiled", list)
    monkeypatch.setattr(checks, "_sqlite", list)
    monkeypatch.setattr(checks, "_postgresql", list)
    return settings


def ids(of):
    found = of()
    assert all(message.hint for message in found)
    return [message.id.removeprefix("kotokaari.") for message in found]


def test_a_house_that_is_well_set_up_hears_nothing(good):
    said = [message for message in run_checks(include_deployment_checks=True) if message.id.startswith("kotokaari.")]

    assert said == []


@pytest.mark.parametrize(
    ("setting", "value", "check", "expected"),
    [
        ("SECRET_KEY", "insecure-key-for-development-and-tests-only", checks.secrets, "E001"),
        ("DEBUG", True, checks.secrets, "E002"),
        ("DEMO", True, checks.secrets, "W002"),
        ("BASE_URL", "kotokaari.example.org", checks.addresses, "E003"),
        ("ALLOWED_HOSTS", ["*"], checks.addresses, "E004"),
        ("ALLOWED_HOSTS", ["other.example.org"], checks.addresses, "E005"),
        ("BASE_URL", "http://kotokaari.example.org", checks.addresses, "W004"),
        ("SECURE_PROXY_SSL_HEADER", None, checks.addresses, "W005"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", checks.letters, "W006"),
        ("DEFAULT_FROM_EMAIL", "Kotokaari <kotokaari@localhost>", checks.letters, "W007"),
        ("EMAIL_PORT", 1, checks.letters, "W008"),
        ("DATA", Path("/there/is/nothing/here"), checks.folder, "E006"),
        ("TIME_ZONE", "Europe/Nowhere", checks.clock, "E019"),
    ],
)
def test_a_mistake_is_seen_and_a_way_out_is_named(good, setting, value, check, expected):
    before = ids(check)
    setattr(good, setting, value)

    assert ids(check) == [expected]
    assert before == []


def test_an_address_of_this_machine_is_doubtful(good):
    good.BASE_URL, good.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1"]

    assert ids(checks.addresses) == ["W003", "W004"]


def test_a_host_name_with_a_leading_dot_covers_what_is_under_it(good):
    good.ALLOWED_HOSTS = [".example.org"]

    assert ids(checks.addresses) == []


def test_a_folder_and_key_that_others_can_read_are_seen(good, tmp_path):
    (tmp_path / "secret-key").write_text("x")
    (tmp_path / "secret-key").chmod(0o644)
    tmp_path.chmod(0o755)

    assert ids(checks.secrets) == ["W001"]
    assert ids(checks.folder) == ["W009"]


def test_a_nearly_full_disk_is_seen(good, monkeypatch):
    monkeypatch.setattr(checks, "_free", lambda data: 20_000_000)

    assert ids(checks.folder) == ["W010"]


def test_a_restore_that_was_cut_short_is_seen_at_every_check(good, tmp_path):
    (tmp_path / "restore-unfinished").touch()

    assert "kotokaari.E008" in [message.id for message in run_checks()]


def test_missing_migrations_are_counted(good, monkeypatch):
    class Executor:
        def __init__(self, connection):
            self.loader = self
            self.graph = self

        def leaf_nodes(self):
            return []

        def migration_plan(self, nodes):
            return [("arc.0002", False), ("arc.0003", False)]

    monkeypatch.setattr(checks, "MigrationExecutor", Executor)

    assert ids(checks.database)[-1] == "E015"


@pytest.mark.parametrize(
    ("mounts", "expected"),
    [
        ("/dev/sda1 / ext4 rw 0 0\n", "ext4"),
        ("/dev/sda1 / ext4 rw 0 0\nserver:/x /srv nfs4 rw 0 0\n", "nfs4"),
        ("/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/house\\040data cifs rw 0 0\n", "ext4"),
        ("server:/x / nfs4 rw 0 0\ntmpfs /srv/house tmpfs rw 0 0\n", "tmpfs"),
    ],
)
def test_the_kind_of_file_system_is_that_of_the_nearest_mount(tmp_path, mounts, expected):
    table = tmp_path / "mounts"
    table.write_text(mounts)

    assert checks.file_system_of(Path("/srv/house/data"), table) == expected


class FakeConnection:
    """A database on a file system that cannot hold a write-ahead log."""

    def __init__(self, mode):
        self.mode = mode

    def cursor(self):
        return contextlib.nullcontext(self)

    def execute(self, statement):
        assert statement == "PRAGMA journal_mode"

    def fetchone(self):
        return (self.mode,)


def test_a_network_drive_is_refused_for_sqlite(settings, tmp_path, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "kotokaari.sqlite3"))
    monkeypatch.setattr(checks, "connection", FakeConnection("wal"))
    monkeypatch.setattr(checks, "file_system_of", lambda folder: "nfs4")

    assert [message.id for message in checks._sqlite()] == ["kotokaari.E011"]


def test_without_the_write_ahead_log_it_says_so(settings, tmp_path, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "kotokaari.sqlite3"))

    monkeypatch.setattr(checks, "connection", FakeConnection("delete"))

    assert [message.id for message in checks._sqlite()] == ["kotokaari.E013"]


def test_what_was_not_built_is_named(good, monkeypatch, tmp_path):
    monkeypatch.setattr(checks.finders, "find", lambda name: None)
    monkeypatch.setattr(checks, "uncompiled", lambda: [checks.PACKAGE / "arc/locale/fi/LC_MESSAGES/django.mo"])

    assert ids(checks.made_files) == ["E016", "E017"]


def test_a_catalogue_older_than_its_source_counts_as_not_compiled(tmp_path):
    source = tmp_path / "django.po"
    source.touch()
    assert not checks._is_compiled(tmp_path)

    shutil.copy(source, tmp_path / "django.mo")
    os.utime(tmp_path / "django.mo", (1, 1))
    assert not checks._is_compiled(tmp_path)

    os.utime(tmp_path / "django.mo")
    assert checks._is_compiled(tmp_path)


def test_a_clock_that_goes_wrong_is_seen(good, monkeypatch):
    monkeypatch.setattr(checks.time, "time", lambda: 1_000_000_000.0)

    assert ids(checks.clock) == ["E018"]


def test_several_processes_want_a_shared_cache(good, monkeypatch):
    monkeypatch.setenv("KOTOKAARI_WORKERS", "4")

    assert ids(checks.several_processes) == ["W013"]
