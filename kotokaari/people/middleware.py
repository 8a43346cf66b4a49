"""A signed-in person's time zone, and when a session was last used."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

NOTED_FOR = 5 * 60  # seconds: a page that is only read need not write each time


class SessionActivityMiddleware:
    """Note when and where from a session is used, every few minutes: what "my sessions" tells.

    A view that ``leaves_no_trace``, where people answer anonymously, is not noted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Note it before the view runs."""
        if getattr(view, "leaves_no_trace", False):
            return
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"session-used:{key}", True, NOTED_FOR):
            UserSession.objects.create_from_request(request)


class PreferencesMiddleware:
    """Show times in the time zone of the person who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Keep ``site`` for the frame of the page: the sign-in library puts its own thing of that name there."""
        if response.context_data and "LOGIN_BY_CODE_ENABLED" in response.context_data:
            response.context_data.pop("site", None)
        return response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        try:
            zone = zoneinfo.ZoneInfo(request.user.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)
