"""Kill the server while people write, again and again, and look whether anything acknowledged is gone.

    python -m tests.ops.killing 50        so many rounds on SQLite and on PostgreSQL (make kill)

Several people write over HTTP, as browsers do: they begin practices, autosave drafts, correct and publish.
What the server answered with 2xx or 3xx is acknowledged. At a random moment every process of the server gets
SIGKILL; then the database is read without it.
"""

from __future__ import annotations

import http.client
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil

from tests.houses import wait_until_ready
from tools.testpg import cluster, free_port

from .desk_client import Desk, Home

TOKEN = "k" * 32
PEOPLE = 6
MOST_SECONDS_A_ROUND = 60


@dataclass
class Acknowledged:
    """What the server said is done, and how much was asked for."""

    begun: set[str] = field(default_factory=set)
    typed: dict[str, int] = field(default_factory=dict)  # by draft: the last text that was acknowledged
    sent: dict[str, int] = field(default_factory=dict)  # by draft: the last text that was sent
    published: dict[str, int] = field(default_factory=dict)  # by practice: how many versions
    answers: int = 0
    cut_off: int = 0


class Person(threading.Thread):
    """Somebody who writes until the server is gone."""

    def __init__(self, port, who, work, known: Acknowledged, stop: threading.Event):
        super().__init__(daemon=True)
        self.port, self.who, self.known, self.stop = port, who, known, stop
        self.work = getattr(self, work)
        self.strange: list[str] = []

    def run(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            while not self.stop.is_set():
                self.work()
        except (OSError, http.client.HTTPException):
            self.known.cut_off += 1

    def post(self, path, **data):
        """Post a form; the address it leads to. Raises OSError or HTTPException when the server is gone."""
        headers = {
            "Cookie": f"sessionid={self.who['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request("POST", path, urlencode(data), headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status >= 400:
            self.strange.append(f"{path}: {answer.status}")
            raise OSError("an answer that was not expected")
        self.known.answers += 1
        return answer.getheader("Location") or ""

    def begin(self):
        """Begin one practice after the other."""
        address = self.post("/en/practices/write/", owner=self.who["owner"], language="fi")
        self.known.begun.add(address.split("/practices/")[1].split("/")[0])

    def type_on(self):
        """Type into one draft, which saves itself after every word."""
        if "draft" not in self.who:
            self.who["draft"] = self.post("/en/practices/write/", owner=self.who["owner"], language="fi").split("/")[3]
        key = self.who["draft"]
        number = self.known.sent[key] = self.known.sent.get(key, 0) + 1
        self.post(f"/en/practices/{key}/write/why/autosave/", challenge=f"text {number}")
        self.known.typed[key] = number

    def publish(self):
        """Correct a published practice and publish it, over and over."""
        key = self.who["key"]
        self.post(f"/en/practices/{key}/correct/")
        address = self.post(f"/en/practices/{key}/write/publish/", change_note="Once more")
        if "/write/" not in address:
            self.known.published[key] = self.known.published.get(key, 1) + 1


WORK = ["begin", "type_on", "publish", "type_on", "begin", "publish"]


@dataclass
class Server:
    """The real server of a house, started as people start it."""

    home: Home
    port: int = 0

    def start(self):
        self.port = free_port()
        command = [sys.executable, "-m", "kotokaari", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env={**self.home.environment, "KOTOKAARI_LOG_LEVEL": "ERROR"})
        wait_until_ready(f"http://127.0.0.1:{self.port}", self.process, seconds=90)

    def kill(self):
        """SIGKILL for every process of the server at once."""
        family = [self.process.pid, *(child.pid for child in psutil.Process(self.process.pid).children(recursive=True))]
        for pid in family:
            psutil.Process(pid).send_signal(signal.SIGKILL)
        self.process.wait(10)
        psutil.wait_procs([psutil.Process(pid) for pid in family if psutil.pid_exists(pid)], timeout=10)


def rounds(home: Home, number: int, tell=lambda sentence: None) -> Acknowledged:
    """So many times: write, kill, look. Raises AssertionError as soon as anything is wrong."""
    done = home.run("manage", "shell", "--no-imports", "-c", f"from tests.ops.stage import set_up; set_up({PEOPLE})")
    assert done.code == 0, done.err
    people, known, server = json.loads(done.out.splitlines()[-1]), Acknowledged(), Server(home)
    for turn in range(1, number + 1):
        server.start()
        write_until_killed(server, people, known)
        look(home, known)
        tell(
            f"{home.engine}: {turn} of {number} killed, {known.answers} acknowledged, {known.cut_off} cut off, none lost"
        )
    return known


def write_until_killed(server: Server, people, known: Acknowledged) -> None:
    """Everybody writes; at a random moment after the first answers the server dies."""
    stop, before = threading.Event(), known.answers
    writers = [Person(server.port, who, work, known, stop) for who, work in zip(people, WORK, strict=True)]
    for writer in writers:
        writer.start()
    until = time.monotonic() + MOST_SECONDS_A_ROUND
    while known.answers < before + PEOPLE and time.monotonic() < until and any(w.is_alive() for w in writers):
        time.sleep(0.005)
    time.sleep(random.uniform(0, 1.5))
    server.kill()
    stop.set()
    for writer in writers:
        writer.join(35)
    strange = [line for writer in writers for line in writer.strange]
    assert strange == [], strange
    assert known.answers > before, "nobody could write"


def look(home: Home, known: Acknowledged) -> None:
    """Everything acknowledged is there, and the database is sound."""
    with home.connected() as execute:
        kept = {key for (key,) in execute("SELECT key FROM catalogue_practice").fetchall()}
        assert known.begun <= kept, f"begun and gone: {known.begun - kept}"
        for key, number in known.typed.items():
            stands = typed_in(execute, key)
            assert number <= stands <= known.sent[key], f"{key}: {number} was acknowledged, {stands} stands"
        for key, number in known.published.items():
            check_published(execute, key, number)
        check_sound(home.engine, execute)


def typed_in(execute, key) -> int:
    """The number of the last text that stands in a draft."""
    (raw,) = execute(
        "SELECT v.as_typed FROM catalogue_version v JOIN catalogue_practice p ON p.id = v.practice_id "
        "WHERE p.key = ? AND v.state = 'draft'",
        (key,),
    ).fetchone()
    typed = json.loads(raw) if isinstance(raw, str) else raw
    return int(typed["challenge"]["values"]["challenge"][0].split()[1])


def check_published(execute, key, number) -> None:
    """A publication is whole: its number, what readers see, what it is found by, and its entry in the index."""
    rows = execute(
        "SELECT v.id, v.number, v.state, v.published_at FROM catalogue_version v "
        "JOIN catalogue_practice p ON p.id = v.practice_id WHERE p.key = ? AND v.state <> 'draft' ORDER BY v.number",
        (key,),
    ).fetchall()
    assert len(rows) >= number, f"{key}: {number} versions were acknowledged, {len(rows)} are there"
    assert [state for _id, _number, state, _at in rows] == ["superseded"] * (len(rows) - 1) + ["published"]
    current = execute("SELECT current_id FROM catalogue_practice WHERE key = ?", (key,)).fetchone()[0]
    assert current == rows[-1][0]
    concepts = execute("SELECT count(*) FROM catalogue_versionconcept WHERE version_id = ?", (current,)).fetchone()[0]
    assert concepts == 3
    entries = execute(
        "SELECT count(*) FROM search_entry e JOIN catalogue_practice p ON p.uuid = e.thing WHERE p.key = ?", (key,)
    ).fetchone()[0]
    assert entries == 1
    (events,) = execute("SELECT count(*) FROM foundation_auditevent WHERE action = 'version published'").fetchone()
    (versions,) = execute("SELECT count(*) FROM catalogue_version WHERE state <> 'draft'").fetchone()
    assert events == versions


def check_sound(engine, execute) -> None:
    """What the database itself has to say about its tables and indexes."""
    if engine == "sqlite":
        assert execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert execute("PRAGMA foreign_key_check").fetchall() == []
        execute("INSERT INTO search_words(search_words) VALUES ('integrity-check')")
        return
    execute("CREATE EXTENSION IF NOT EXISTS amcheck")
    execute(
        "SELECT bt_index_check(i.indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relnamespace = 'public'::regnamespace"
    ).fetchall()
    (missing,) = execute(
        "SELECT count(*) FROM search_entry e LEFT JOIN search_words w ON w.entry_id = e.id WHERE w.entry_id IS NULL"
    ).fetchone()
    assert missing == 0


def main(words: list[str]) -> int:
    """So many rounds on both databases; prints the counts."""
    number = int(words[0]) if words else 50
    for engine in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="kotokaari-kill-") as folder, cluster(fsync=True) as address:
            desk = Desk(engine, Path(folder), address if engine == "postgresql" else "")
            try:
                known = rounds(
                    desk.copy_of_pattern("house"), number, lambda line: print(line, file=sys.stderr, flush=True)
                )
            finally:
                desk.close()
        print(
            f"{engine}: killed {number} times, {known.answers} writes acknowledged ({len(known.begun)} practices begun, "
            f"{sum(known.typed.values())} texts saved, {sum(known.published.values())} versions published), "
            f"{known.cut_off} people cut off, none lost, database sound",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
