"""The arc strip: fifteen stations as dots, on every thing's page."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kotokaari.ui.public import Station as Dot
from kotokaari.ui.public import StationState

from .chains import ORDER, order_of, public_arc_of
from .models import Station

INVITES = {
    Station.NEED: _("say what it answers"),
    Station.ADOPTION: _("be the first"),
    Station.EFFECT: _("not known yet"),
    Station.DECISION: _("not judged yet"),
    Station.MONEY: _("not noted yet"),
}


def strip_for(kind: str, uuid: UUID) -> list[Dot]:
    """The stations for ``{% arc_strip %}`` as anybody may see them; no query while public data stands still."""
    arc = public_arc_of(kind, uuid)
    page = reverse("arc:arc", args=[kind.partition(":")[0], uuid])
    own = order_of(arc.here.kind if arc else kind)
    dots = []
    for station in Station:
        there = [node for node in arc.at(station.value) if node.uuid != uuid] if arc else []
        here = ORDER[station.value] == own
        state: StationState = "here" if here else "filled" if there else "hollow"
        href = (
            there[0].url
            if len(there) == 1 and there[0].url and not here
            else f"{page}#{station.value}"
            if there or here
            else ""
        )
        dots.append(Dot(station.value, station.label, len(there), href, state, INVITES.get(station, "")))
    return dots
