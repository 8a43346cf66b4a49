"""Browsers by protocol: cookies, forms filled in and sent as a browser does, acts through the live door with receipts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

MOST_ACTS = 20  # in one sending, as the door takes them


@dataclass
class Form:
    """A form of a page: where it goes, what it would send as it stands, and what can be chosen (label to value)."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)

    def filled(self, **typed: str | list[str]) -> bytes:
        """What is sent when this is typed; names with signs that Python has no word for come in by ``**{...}``."""
        rows = [(name, value) for name, value in self.fields if name not in typed]
        for name, value in typed.items():
            rows.extend((name, one) for one in (value if isinstance(value, list) else [value]))
        return urlencode(rows).encode()


class Forms(HTMLParser):
    """The forms of a page with method post, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = self._label = ""
        self._chosen: list[str] = []
        self._pending: tuple[str, str] | None = None
        self._words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method") == "post":
            self._form = Form(said.get("action", ""))
            self.found.append(self._form)
        if self._form is None:
            return
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "input" and name and "disabled" not in said:
            if said.get("type") in ("radio", "checkbox"):
                value = said.get("value", "on")
                self._pending, self._words = (name, value), ""
                if "checked" in said:
                    self._form.fields.append((name, value))
            elif said.get("type") != "submit":
                self._form.fields.append((name, value))
        elif tag == "button" and name:
            self._form.choices.setdefault(name, {})
        elif tag in ("select", "textarea"):
            self._select, self._words = name, ""
        elif tag == "option":
            self._pending, self._words = (self._select, value), ""
            if "selected" in said:
                self._form.fields.append((self._select, value))

    def handle_data(self, data):
        self._words += data

    def handle_endtag(self, tag):
        if self._form is None:
            return
        if tag in ("option", "label") and self._pending is not None:
            name, value = self._pending
            self._form.choices.setdefault(name, {})[" ".join(self._words.split())] = value
            self._pending = None
        elif tag == "textarea":
            self._form.fields.append((self._select, self._words.removeprefix("\n")))
        elif tag == "form":
            self._form = None


class Somebody:
    """One person's browser: own cookies, a page at a time. ``here`` is the address, ``html`` what stands there."""

    def __init__(self, address: str) -> None:
        self.address, self.here, self.html = address, address, ""
        self.jar = CookieJar()
        self._open = build_opener(HTTPCookieProcessor(self.jar)).open

    def go(self, path: str) -> Somebody:
        """Open a page of the house."""
        return self._take(Request(urljoin(self.here, path)))

    def send(self, having: str = "", **typed: str | list[str]) -> Somebody:
        """Fill in and send the form that has a field of this name (else the first), and follow where it leads."""
        form = self.form(having)
        request = Request(urljoin(self.here, form.action or self.here), form.filled(**typed))
        request.add_header("Origin", self.address)
        return self._take(request)

    def form(self, having: str = "") -> Form:
        """The form of the page that has a field of this name; else the first."""
        forms = Forms(self.html).found
        found = [one for one in forms if not having or having in {name for name, _ in one.fields} | set(one.choices)]
        assert found, (self.here, having, [one.fields for one in forms])
        return found[0]

    def _take(self, request: Request) -> Somebody:
        with self._open(request, timeout=60) as answer:
            self.here, self.html = answer.url, answer.read().decode()
        return self

    # The live door

    def _live(self) -> dict[str, str]:
        """What the page of the day says of its channel."""
        told = dict(re.findall(r'data-(channel|door|who)="([^"]*)"', self.html))
        assert len(told) == 3, (self.here, told)
        return told

    def acts(self, *acts: tuple[str, dict[str, object]]) -> list[dict[str, object]]:
        """Send acts as a phone does, to the door its page names; every receipt must name a sequence."""
        live, told = self._live(), []
        every = [{"op": str(uuid4()), "kind": kind, "payload": payload} for kind, payload in acts]
        for at in range(0, len(every), MOST_ACTS):
            body = json.dumps({"acts": every[at : at + MOST_ACTS]}).encode()
            address = f"{live['door']}/live/{live['channel']}/acts?who={live['who']}"
            request = Request(address, body, {"Content-Type": "application/json", "Origin": self.address})
            with self._open(request, timeout=60) as answer:
                told.extend(json.load(answer)["receipts"])
        assert all("seq" in one for one in told), told
        return told

    def state(self) -> dict[str, object]:
        """Where the day stands, as this phone may know it."""
        live = self._live()
        with self._open(f"{self.address}/live/{live['channel']}/state?who={live['who']}", timeout=60) as answer:
            return json.load(answer)["state"]
