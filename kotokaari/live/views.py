"""The live addresses among the pages: for phones that cannot reach the live door, and for whoever has no stream."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from . import service, tickets
from .models import Channel
from .recording import record
from .registry import Ticket
from .serving import ensure_open


def _ticket(request: HttpRequest, channel: UUID) -> Ticket | None:
    """Who asks: by ticket, and from a page of the house. Stands in for the CSRF token, which a phone may have lost."""
    origin = request.headers.get("Origin")
    if origin is None:
        is_own = request.method == "GET" and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    else:
        is_own = service.is_allowed_origin(origin, request.get_host())
    if not is_own:
        return None
    return tickets.find(request.COOKIES, channel, request.GET.get("who", ""))


def _closed() -> HttpResponse:
    return JsonResponse({"problem": "there is no valid ticket: open the page of the day again"}, status=401)


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def acts(request: HttpRequest, channel: UUID) -> HttpResponse:
    """Take acts in, like the live door."""
    ticket = _ticket(request, channel)
    if ticket is None:
        return _closed()
    ensure_open()
    try:
        sent = service.parse(request.body, request.headers.get("Accept-Language", ""))
        taken = [act for act in sent if service.pace.allows(ticket)]
        receipts = record(channel, [(ticket, act) for act in taken]) if taken else []
    except service.BadRequest as error:
        return JsonResponse({"problem": str(error)}, status=400)
    except Channel.DoesNotExist:
        return JsonResponse({"problem": "there is no such day"}, status=404)
    except Error:
        return JsonResponse({"problem": "nothing was written: send again"}, status=503)
    receipts += [service.too_fast(act) for act in sent if act not in taken]
    return JsonResponse({"receipts": [receipt.as_data() for receipt in receipts]})


@login_not_required
@never_cache
@require_GET
def log(request: HttpRequest, channel: UUID) -> HttpResponse:
    """What happened after a sequence."""
    ticket = _ticket(request, channel)
    if ticket is None:
        return _closed()
    ensure_open()
    last = request.GET.get("last", "0")
    if not last.isdigit() or len(last) > 18:
        return JsonResponse({"problem": "last is a sequence: a whole number"}, status=400)
    return JsonResponse(service.poll(channel, ticket, int(last)))


@login_not_required
@never_cache
@require_GET
def state(request: HttpRequest, channel: UUID) -> HttpResponse:
    """Where things stand."""
    ticket = _ticket(request, channel)
    if ticket is None:
        return _closed()
    ensure_open()
    try:
        return JsonResponse(service.state(channel, ticket))
    except Channel.DoesNotExist:
        return JsonResponse({"problem": "there is no such day"}, status=404)
