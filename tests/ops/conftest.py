"""Houses on both databases, each test with its own."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import psycopg
import pytest

from tests.houses import house_environment
from tools.testpg import cluster


class Desk:
    """Runs commands for houses with one kind of database (desk.py)."""

    def __init__(self, engine, folder, address):
        self.engine, self.folder, self.address = engine, folder, address
        url = address or f"sqlite:///{folder}/kotokaari.sqlite3"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ops.desk"],
            env=house_environment(folder, KOTOKAARI_DATABASE_URL=url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pattern = self.house("pattern")
        done = self.pattern.run("migrate")
        assert done.code == 0, done.err

    def house(self, name):
        """A house without anything in it."""
        if self.engine == "sqlite":
            data = self.folder / name
            return Home(self, data, str(data / "kotokaari.sqlite3"), f"sqlite:///{data}/kotokaari.sqlite3")
        database = f"house_{uuid4().hex[:10]}"
        url = f"{self.address.rsplit('/', 1)[0]}/{database}"
        self.admin(f"CREATE DATABASE {database}")
        return Home(self, self.folder / name, database, url)

    def copy_of_pattern(self, name):
        """A migrated house, quicker than migrating."""
        home = self.house(name)
        home.data.mkdir()
        self.order(home, [])  # leaves the pattern, which nobody may be connected to
        if self.engine == "sqlite":
            shutil.copy(self.pattern.database, home.database)
        else:
            self.admin(f"DROP DATABASE {home.database}")
            self.admin(f"CREATE DATABASE {home.database} TEMPLATE {self.pattern.database}")
        return home

    def admin(self, statement):
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)

    def order(self, home, words, **rest):
        house = {"data": str(home.data), "url": home.url, "database": home.database}
        print(
            json.dumps({"house": house, "words": [str(word) for word in words], **rest}),
            file=self.process.stdin,
            flush=True,
        )
        return SimpleNamespace(**json.loads(self.process.stdout.readline()))

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


@dataclass
class Home:
    """A house at rest: its data folder, its database, and its commands."""

    desk: Desk
    data: Path
    database: str
    url: str

    @property
    def engine(self):
        return self.desk.engine

    def run(self, *words, **rest):
        return self.desk.order(self, words, **rest)

    @contextmanager
    def connected(self):
        """A bare connection; statements are written with ? for either database."""
        if self.engine == "sqlite":
            with closing(sqlite3.connect(self.database, timeout=30, isolation_level=None)) as connection:
                yield connection.execute
        else:
            with psycopg.connect(self.url, autocommit=True) as connection:
                yield lambda statement, values=(): connection.execute(statement.replace("?", "%s"), values)


@pytest.fixture(scope="session")
def postgres():
    """The address of a PostgreSQL for this session: the one that is lent to us, else our own."""
    lent = os.environ.get("KOTOKAARI_TEST_POSTGRES") or os.environ.get("KOTOKAARI_DATABASE_URL")
    if lent:
        yield lent
        return
    with cluster() as address:
        yield address


@pytest.fixture(scope="session")
def desk_of(request, tmp_path_factory):
    """The desk for an engine, opened when first asked for."""
    desks = {}

    def get(engine):
        if engine not in desks:
            address = request.getfixturevalue("postgres") if engine == "postgresql" else ""
            desks[engine] = Desk(engine, tmp_path_factory.mktemp(engine), address)
        return desks[engine]

    yield get
    for desk in desks.values():
        desk.close()


@pytest.fixture
def make_home(desk_of):
    """Makes houses: ``make_home("sqlite")``, ``make_home("postgresql", migrated=False)``."""

    def make(engine, *, migrated=True):
        desk, name = desk_of(engine), f"house-{uuid4().hex[:8]}"
        return desk.copy_of_pattern(name) if migrated else desk.house(name)

    return make
