"""A house with an innovation day that goes on, and phones on it; run as a program it makes the day and tells of it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

from tests.houses import house_environment

KEY = {"KOTOKAARI_SECRET_KEY": "a-key-for-days-that-go-on-in-tests-only"}


@dataclass
class LiveDay:
    """A day in a running house: its keys, and the cookies of its people."""

    address: str
    key: str
    channel: str
    themes: list[int]
    phases: dict[str, int]
    people: list[dict[str, str]]
    staff: dict[str, str]
    signed_in: dict[str, str]

    @property
    def session(self) -> dict[str, str]:
        """What makes a browser that of whoever runs the day."""
        return {**self.signed_in, "url": self.address}

    def cookies(self, person: int) -> list[dict[str, str]]:
        """What makes a browser this participant's."""
        return [{"name": self.people[person]["cookie"], "value": self.people[person]["value"], "url": self.address}]

    def ask(self, what: str, body: dict | None = None) -> dict:
        """Ask the live addresses among the pages, as whoever runs the day."""
        headers = {"Cookie": f"{self.staff['cookie']}={self.staff['value']}", "Origin": self.address}
        data = json.dumps(body).encode() if body is not None else None
        with urlopen(Request(f"{self.address}/live/{self.channel}/{what}", data, headers), timeout=20) as answer:
            return json.load(answer)

    def steer(self, kind: str, **payload: object) -> dict:
        """Do something as whoever runs the day; the receipt."""
        act = {"op": str(uuid4()), "kind": kind, "payload": payload}
        return self.ask("acts", {"acts": [act]})["receipts"][0]

    def ideas(self) -> list[str]:
        """The texts on the board, in the order of coming."""
        return [idea["text"] for idea in self.ask("state")["state"]["ideas"]]


def prepare(data: Path) -> None:
    """An empty house in a data folder."""
    command = [sys.executable, "-m", "django", "migrate", "-v0", "--settings", "kotokaari.config.settings"]
    subprocess.run(command, env=house_environment(data, **KEY), check=True)


def make_day(data: Path, address: str, **more: object) -> LiveDay:
    """Make a day in the phase of ideas (or in another, as said by ``more``, for ``a_day``) in this house."""
    command = [sys.executable, "-m", "tests.journeys.days", json.dumps(more)]
    settings = {**KEY, "KOTOKAARI_BASE_URL": address, "DJANGO_SETTINGS_MODULE": "kotokaari.config.settings"}
    told = subprocess.run(command, env=house_environment(data, **settings), check=True, stdout=subprocess.PIPE).stdout
    return LiveDay(address=address, **json.loads(told))


def _main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core import signing
    from django.test import Client

    from kotokaari.innovation.joining.visitors import SALT, cookie_name
    from kotokaari.innovation.tests.factories import a_day, facilitator_of, ticket_of
    from kotokaari.live import tickets
    from kotokaari.people.tests.factories import OrganisationFactory, UserFactory

    for made in (UserFactory, OrganisationFactory):
        made.reset_sequence(int(time.time() * 1000), force=True)  # beside those of other days in this house
    day = a_day(**{"phase": "ideas", "people": 6, **json.loads(sys.argv[1])})
    client = Client()
    client.force_login(facilitator_of(day))
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    told = {
        "signed_in": {"name": session.key, "value": session.value},
        "key": day.key,
        "channel": str(day.channel.uuid),
        "themes": list(day.themes.values_list("pk", flat=True)),
        "phases": dict(day.phases.values_list("kind", "pk")),
        "people": [
            {"cookie": cookie_name(day), "value": signing.dumps(person.key, salt=SALT), "name": person.name}
            for person in day.participants.order_by("pk")
        ],
        "staff": {"cookie": tickets.cookie_name(day.channel.uuid), "value": tickets.sign(ticket_of(day))},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    _main()
