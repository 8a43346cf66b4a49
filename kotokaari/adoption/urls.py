"""Addresses of the adoption room: each part of it has a list of its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

app_name = "adoption"
PARTS = ("writing_urls", "reading", "reading.urls", "fit", "fit.urls", "follow_up_urls")
urlpatterns: list[URLPattern | URLResolver] = []
present = [
    part
    for part in PARTS
    if ("." not in part or find_spec(f"kotokaari.adoption.{part.split('.')[0]}"))
    and find_spec(f"kotokaari.adoption.{part}")
]
urlpatterns += [path("", include(f"kotokaari.adoption.{part}")) for part in present if part.endswith("urls")]
if "reading.urls" not in present:
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import redirect

    from . import queries

    def _not_yet(request: HttpRequest, uuid: object) -> HttpResponse:
        return redirect(queries.adoption_for(request.user, uuid).practice)  # type: ignore[arg-type]

    urlpatterns.append(path(pgettext_lazy("url", "adoptions/<uuid:uuid>/"), _not_yet, name="adoption"))
