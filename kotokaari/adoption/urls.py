"""Addresses of the adoption room: each part of it has a list of its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

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
