"""One log line a request, without personal data."""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("kotokaari.request")
QUIET = ("/static/", "/health/")


class RequestLogMiddleware:
    """Log method, route name, status and time: never the path, the query or who asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(QUIET):
            return self.get_response(request)
        started = time.perf_counter()
        identity = uuid4().hex[:12]
        response = self.get_response(request)
        response["X-Request-ID"] = identity
        match = getattr(request, "resolver_match", None)
        log.info(
            "request",
            id=identity,
            method=request.method,
            route=match.view_name if match else None,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return response
