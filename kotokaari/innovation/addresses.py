"""Addresses of days: their keys (``<day_key:key>``), known whichever part of the room is opened first, and their language."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import register_converter, reverse
from django.utils import translation
from django.utils.safestring import SafeString

from kotokaari.foundation.keys import KeyConverter
from kotokaari.foundation.qr import qr_svg

from .models import Day

register_converter(KeyConverter, "day_key")


def for_the_room(day: Day, name: str, *args: str) -> str:
    """The path of a page for those who are there: in the reader's language when the day is held in it, else in the day's first."""
    spoken = (translation.get_language() or "fi")[:2]
    held_in = list(day.languages) or ["fi"]
    with translation.override(spoken if spoken in held_in else held_in[0]):
        return reverse(f"innovation:{name}", args=args)


def ways_in(request: HttpRequest, day: Day) -> dict[str, str | SafeString]:
    """How one joins, as the desk and the wall show it: the address with the code, its picture of squares, and the one to type."""
    join = request.build_absolute_uri(for_the_room(day, "join-code", day.code))
    short = request.build_absolute_uri(for_the_room(day, "join")).split("://")[-1]
    return {"join": join, "join_short": short, "join_qr": qr_svg(join)}
