"""Search in templates."""

from __future__ import annotations

from typing import Any

from django.template import Library
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kotokaari.search.extras import search_extras as extras_of
from kotokaari.ui.public import query_with

register = Library()


@register.simple_tag(takes_context=True, name="search_extras")
def search_extras(context: dict[str, Any]) -> SafeString:
    """What upper rooms add to this search: ``{% load search %}{% search_extras %}``; nothing without words."""
    request = context["request"]
    if not request.GET.get("q", "").strip():
        return SafeString("")
    return format_html_join("", "{}", ((extra,) for extra in extras_of(request, query_with(request.GET, page=None))))
