"""How often something may be done: for what costs others something (letters, big downloads, guesses).

``count`` is for actions and views. ``LimitMiddleware`` guards what anybody may ask for and is dear to
answer, by address, and all writing, by person (settings ``LIMITS``).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from .errors import DomainError


class TooOften(DomainError):
    """The limit is reached; the message says when to try again, ``seconds`` how long that is at most."""

    seconds = 60


def count(name: str, who: object, *, times: int, seconds: int) -> None:
    """Count one more ``name`` by ``who``. Raises TooOften after ``times`` within ``seconds``.

    Counts lie in the cache: with one process in its memory, with several in the shared cache.
    """
    key = f"limit:{name}:{getattr(who, 'pk', None) or who}"
    if cache.add(key, 1, seconds):
        return
    try:
        used = cache.incr(key)
    except ValueError:  # ran out between the two calls
        cache.set(key, 1, seconds)
        return
    if used > times:
        minutes = max(1, math.ceil(seconds / 60))
        sentence = ngettext(
            "You have done this many times in a short while. Try again in %(count)s minute.",
            "You have done this many times in a short while. Try again in %(count)s minutes.",
            minutes,
        )
        refusal = TooOften(sentence % {"count": minutes})
        refusal.seconds = seconds
        raise refusal


def address_of(request: HttpRequest) -> str:
    """The address a request comes from: what the last proxy says when we stand behind one, else the sender's."""
    if settings.BEHIND_PROXY and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        return str(forwarded.split(",")[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


class LimitMiddleware:
    """Answers 429 to those who ask for dear things, or write, more often than people do."""

    LOCAL = ("127.0.0.1", "::1", "")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Count before the view runs; 429 instead of it when the limit is reached."""
        name = self.kind(request)
        times = settings.LIMITS.get(name, 0)
        who = self.who(request, name)
        if not times or not who:
            return None
        try:
            count(name, who, times=times, seconds=60)
        except TooOften as refusal:
            return self.refuse(request, refusal)
        return None

    @staticmethod
    def kind(request: HttpRequest) -> str:
        """Which limit a request falls under: "writes", "api", "dear", or none."""
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return "writes"
        if request.path.startswith("/api/"):
            return "api"
        match = request.resolver_match
        is_dear = match is not None and match.view_name in settings.DEAR_VIEWS
        return "dear" if is_dear or request.GET.get("q") else ""

    @classmethod
    def who(cls, request: HttpRequest, name: str) -> str:
        """The person, else the address, kept only as a fingerprint; nobody for this machine itself."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return f"user:{user.pk}"
        address = address_of(request)
        if address in cls.LOCAL:
            return ""
        return hashlib.blake2b(f"{settings.SECRET_KEY}{address}".encode(), digest_size=12).hexdigest()

    @staticmethod
    def refuse(request: HttpRequest, refusal: TooOften) -> HttpResponse:
        """The refusal in the form that was asked for."""
        if request.path.startswith("/api/") or "text/html" not in request.headers.get("Accept", "text/html"):
            response: HttpResponse = JsonResponse({"detail": str(refusal)}, status=429)
        else:
            page = render_to_string(settings.LIMIT_TEMPLATE, {"sentence": str(refusal)}, request)
            response = HttpResponse(page, status=429)
        response["Retry-After"] = str(refusal.seconds)
        response["Cache-Control"] = "no-store"
        return response
