"""A process with the house loaded that runs one command after the other, for several houses.

Started once for each kind of database; each line of its input is one order as JSON, each line it writes is
the answer. Starting a process for every command would cost seconds each.
"""

import contextlib
import io
import json
import os
import signal
import sys
import time
from pathlib import Path


def move_to(house) -> None:
    """Take another house: its folder, files and database."""
    from django.conf import settings
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    os.environ.update({"KOTOKAARI_DATA": house["data"], "KOTOKAARI_DATABASE_URL": house["url"]})
    settings.DATA = Path(house["data"])
    settings.MEDIA_ROOT = settings.DATA / "files"
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = house["database"]


class Held(io.StringIO):
    """What a command says, into a terminal that stops reading: it goes on when a file has come (see ``held_up``)."""

    def __init__(self, at, until):
        super().__init__()
        self.at, self.until = at, Path(until)

    def write(self, text):
        written = super().write(text)
        if self.at in text and not self.until.exists():
            self.until.with_suffix(".reached").touch()
            give_up = time.monotonic() + 120
            while not self.until.exists() and time.monotonic() < give_up:
                time.sleep(0.01)
        return written


def run(words, hold=None):
    """One command; its code and what it said. Without words only the house is taken."""
    if not words:
        return {}
    from kotokaari import cli

    out, err = io.StringIO(), Held(**hold) if hold else io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(words)
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


def run_and_kill(words, seconds):
    """One command in a copy of this process that is killed after so many seconds. True when it was still running."""
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    child = os.fork()
    if not child:
        os.setsid()
        run(words)
        os._exit(0)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return {"killed": os.WIFSIGNALED(os.waitpid(child, 0)[1])}


def main() -> None:
    """Answer orders until the input ends."""
    import django

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kotokaari.config.settings"
    django.setup()
    from kotokaari.foundation.backups import sqlite

    sqlite.PAGES_AT_ONCE = 50  # a small house is saved in several steps too
    for line in sys.stdin:
        order = json.loads(line)
        move_to(order["house"])
        what = (
            run_and_kill(order["words"], order["kill"]) if order.get("kill") else run(order["words"], order.get("hold"))
        )
        print(json.dumps(what), file=answers, flush=True)


if __name__ == "__main__":
    main()
