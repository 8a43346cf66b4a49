"""What a form does on a day when there is no JavaScript: the same acts, the same log, the same refusals."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kotokaari.foundation.dates import written_clock
from kotokaari.innovation.acting.registry import staff_only
from kotokaari.innovation.joining.visitors import staff_ticket, ticket_for
from kotokaari.innovation.models import Day
from kotokaari.innovation.preparing.times import language
from kotokaari.live.public import Incoming, Receipt, take_one

from .here import unknown_here
from .live_pages import new_op

OURS = {"csrfmiddlewaretoken", "op", "act", "next"}


@login_not_required
@never_cache
@require_POST
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Take one act in and go back to where it was done; refused, it comes back with its text."""
    day = get_object_or_404(Day.objects.select_related("channel"), key=key)
    kind, payload = request.POST.get("act", "")[:30], payload_of(request.POST)
    ticket = staff_ticket(request, day) if kind in staff_only else None  # who runs the day may take part in it too
    ticket = ticket or ticket_for(request, day)
    if ticket is None:
        return unknown_here(request, day)
    receipt = take_one(ticket, Incoming(op_of(request.POST), kind, payload))
    back = way_back(request, day)
    if receipt.refused:
        return _refused(request, day, receipt, kind, payload, back)
    messages.success(request, received(receipt))
    return HttpResponseRedirect(back)


def payload_of(fields: QueryDict) -> dict[str, Any]:
    """The payload of an act out of a form: strings; names that end in [] are lists."""
    return {
        name.removesuffix("[]"): fields.getlist(name) if name.endswith("[]") else fields[name]
        for name in fields
        if name not in OURS
    }


def op_of(fields: QueryDict) -> UUID:
    """The id the page gave the act; a new one for a form that brought none."""
    try:
        return UUID(fields.get("op", ""))
    except ValueError:
        return uuid4()


def way_back(request: HttpRequest, day: Day) -> str:
    """Where the form stood, when that is a page of this house; else the page of the day."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("innovation:here", args=[day.key])


def received(receipt: Receipt) -> str:
    """That it is on disk, and when it came."""
    time = written_clock(localtime(receipt.at), language()) if receipt.at else ""
    if receipt.is_late:
        return _("Received %(time)s, after the phase had ended") % {"time": time}
    return _("Received %(time)s") % {"time": time}


def _refused(
    request: HttpRequest, day: Day, receipt: Receipt, kind: str, payload: dict[str, Any], back: str
) -> HttpResponse:
    texts: list[Any] = []
    others: list[Any] = []
    for name, value in payload.items():
        for one in value if isinstance(value, list) else [value]:
            field = (f"{name}[]" if isinstance(value, list) else name, one)
            (texts if is_text(one) else others).append(field)
    context = {
        "day": day,
        "sentence": receipt.sentence,
        "kind": kind,
        "texts": texts,
        "others": others,
        "back": back,
        "op": new_op,
    }
    return render(request, "innovation/board/refused.html", context, status=422)


def is_text(value: str) -> bool:
    """Whether somebody wrote this, rather than the page: words, not a number or a name of one word."""
    return " " in value.strip() or "\n" in value or len(value) > 40
