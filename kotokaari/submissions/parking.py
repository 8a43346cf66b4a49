"""What is typed after the sign-in has expired: kept until its author has signed in again, and offered to be saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from kotokaari.foundation import limits
from kotokaari.foundation.limits import address_of

SHELF = "submissions-parked"
MOST, LONGEST = 6, 400_000  # forms, and characters of one


def park(request: HttpRequest, place: str, address: str) -> HttpResponse:
    """Keep the form that was sent without a sign-in, under ``place``, and ask to sign in; then on to ``address``.

    It lies in the session of this browser on the server. Whether there is such a submission is not looked at.
    """
    if request.method == "POST":
        limits.count("park", address_of(request), times=120, seconds=600)
        data = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
        if sum(len(value) for values in data.values() for value in values) <= LONGEST:
            kept = {key: form for key, form in request.session.get(SHELF, {}).items() if key != place}
            shelf = dict(list(kept.items())[-(MOST - 1) :])
            request.session[SHELF] = {**shelf, place: {"data": data, "at": timezone.now().isoformat()}}
    return redirect_to_login(address, resolve_url(settings.LOGIN_URL))


def parked(request: HttpRequest, place: str) -> Mapping[str, Any] | None:
    """The form kept for a place, as it was sent: ``{name: [values]}``."""
    found = request.session.get(SHELF, {}).get(place)
    return found["data"] if found else None


def taken(request: HttpRequest, place: str) -> None:
    """It is saved, or no longer wanted."""
    shelf = dict(request.session.get(SHELF, {}))
    if shelf.pop(place, None) is not None:
        request.session[SHELF] = shelf
