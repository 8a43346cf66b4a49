"""Pages that stay current: rendered from the state of a day, with what the live client needs to go on from there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.innovation.acting.registry import tellers
from kotokaari.innovation.acting.telling import Telling
from kotokaari.innovation.models import Day
from kotokaari.live.public import Channel, Ticket, address, give, let_page_connect


class LazyState(dict[str, Any]):
    """The state of a day of which each part is asked for when it is looked at: a page of one part costs one part."""

    def __init__(self, day: Day, ticket: Ticket) -> None:
        super().__init__()
        self._telling = Telling(day, ticket)

    def __missing__(self, name: str) -> Any:
        if name not in tellers:
            raise KeyError(name)
        self[name] = tellers[name](self._telling)
        return self[name]

    def __contains__(self, name: object) -> bool:
        return name in tellers

    def get(self, name: str, default: Any = None) -> Any:
        """A part of the state, asked for now; ``default`` when there is no such part."""
        return self[name] if name in tellers else default


def live_page(
    request: HttpRequest,
    day: Day,
    ticket: Ticket,
    template: str,
    context: Callable[[dict[str, Any]], Mapping[str, Any]] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of a day for the holder of a ticket, extending ``innovation/board/live_base.html``.

    The template gets ``day``, ``state`` (what the ticket's holder may know), ``live`` (for ``<live-channel>``) and
    ``op`` (a new id each time it is named), and what ``context`` makes of the state.
    """
    last = Channel.objects.values_list("last", flat=True).get(pk=day.channel_id)  # first: see live.service.state
    state = Telling(day, ticket).state()
    told = {
        "day": day,
        "state": state,
        "live": _live(request, ticket, last),
        "op": new_op,
        **(context(state) if context else {}),
    }
    response = render(request, template, told, status=status)
    give(response, ticket)
    let_page_connect(request, response)
    response["Cache-Control"] = "no-store, private"
    return response


def spoken(texts: Mapping[str, str], otherwise: str = "") -> dict[str, str]:
    """A text of an event (``{language: words}``) in the reader's language, else in the first it has, else other words."""
    wanted = (get_language() or "fi")[:2]
    language = wanted if texts.get(wanted) else next(iter(texts), wanted)
    return {"language": language, "text": texts.get(language) or otherwise}


def new_op() -> str:
    """An id for an act whose form is sent without JavaScript: pressed twice, it is one act."""
    return str(uuid4())


def _live(request: HttpRequest, ticket: Ticket, last: int) -> dict[str, Any]:
    return {
        "channel": ticket.channel,
        "door": address(request),
        "last": last,
        "now": timezone.now().isoformat(),
        "who": ticket.who,
        "words": json.dumps(sentences(), ensure_ascii=False),
    }


def sentences() -> dict[str, str]:
    """What the phone says about its connection and about what was done on it."""
    return {
        "stream": _("Connected."),
        "polling": _("Connected, a little more slowly."),
        "offline": _("No connection. What you write is saved on this phone and sent when the connection is back."),
        "ticket": _("This page is too old to send. Load it again: what you wrote is kept on this phone."),
        "waiting_one": _("One thing waits on this phone."),
        "waiting_many": _("%(n)s things wait on this phone.") % {"n": "{n}"},
        "saved": _("Saved on this phone"),
        "received": _("Received %(time)s") % {"time": "{time}"},
        "received_late": _("Received %(time)s, after the phase had ended") % {"time": "{time}"},
        "refused": _("This was not taken in. Here is your text."),
        "put_away": _("I have read this"),
    }
