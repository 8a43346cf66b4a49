"""The house to be measured: filled, with somebody signed in."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import django


def environment_in(folder: str | Path) -> dict[str, str]:
    """The settings of a house whose data is in this folder."""
    return {
        "KOTOKAARI_DATA": str(folder),
        "KOTOKAARI_DATABASE_URL": f"sqlite:///{folder}/kotokaari.sqlite3",
        "KOTOKAARI_SECRET_KEY": "for-this-bench-only-for-this-bench-only-for-this-bench",
        "KOTOKAARI_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }


def empty(environment: dict[str, str]) -> None:
    """A migrated house with nothing in it, for this process."""
    os.environ.update(environment)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def prepare(count: int) -> tuple[str, str]:
    """Fill a house that is empty. Returns the cookie of somebody signed in, and the key of a practice."""
    from . import fill

    started = time.monotonic()
    user = fill.fill(count)
    print(f"Filled in {time.monotonic() - started:.0f} s.", file=sys.stderr, flush=True)
    return cookie_of(user), fill.key_of(count // 2)


def cookie_of(user) -> str:
    """The cookie of a session, as signing in would give."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def queries(cookie: str) -> dict:
    """How many queries a practice page takes, anonymous and signed in, when nothing is remembered."""
    from kotokaari.catalogue.models import Practice

    from . import report

    numbers = []
    for one in ("", cookie):
        path = Practice.objects.select_related("current").order_by("pk")[len(numbers)].get_absolute_url()
        numbers.append(queries_of(path, one, first=f"{path}?warm=1"))
    return report.plain(
        "Queries of the practice page", max(numbers), "queries", 10, f"{numbers[0]} anonymous, {numbers[1]} signed in"
    )


def queries_of(path: str, cookie: str, first: str = "") -> int:
    """Queries of a page; ``first`` is asked before it, for the first page of a session writes the session down."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1")
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie.partition("=")[2]
    client.get(first or path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def main(count: int) -> None:
    """Fill a house in a process of its own, in the folder of its environment; print its list's address in English."""
    empty({})
    prepare(count)
    from django.urls import reverse
    from django.utils.translation import override

    with override("en"):
        print(reverse("catalogue:list"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
