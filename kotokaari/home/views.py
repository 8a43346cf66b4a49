"""The front door over HTTP."""

from django.http import HttpRequest, HttpResponse


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: one may not."""
    return HttpResponse("403", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page."""
    return HttpResponse("404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something broke on our side."""
    return HttpResponse("500", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that has been open too long or came from elsewhere."""
    return HttpResponse("403", status=403)
