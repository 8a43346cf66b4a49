"""Houses for tests from outside, and the process that runs their commands (desk.py)."""

import json
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

from tests.houses import house_environment

KEY = "a-key-that-all-houses-under-test-have-in-common-so-that-sessions-work"


class Desk:
    """Runs commands for houses with one kind of database (desk.py)."""

    def __init__(self, engine, folder, address):
        self.engine, self.folder, self.address = engine, folder, address
        url = address or f"sqlite:///{folder}/kotokaari.sqlite3"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ops.desk"],
            env=house_environment(folder, KOTOKAARI_DATABASE_URL=url, KOTOKAARI_SECRET_KEY=KEY),
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

    @property
    def environment(self):
        settings = {"KOTOKAARI_DATABASE_URL": self.url, "KOTOKAARI_SECRET_KEY": KEY, "KOTOKAARI_LIMIT_WRITES": "0"}
        return house_environment(self.data, **settings)

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
