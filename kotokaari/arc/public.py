"""What other rooms may use of the arc."""

from .actions import forget_elsewhere, forget_thing, note_elsewhere, set_ties, tie, untie
from .chains import Arc, arc_of, order_of, public_arc_of, station_counts
from .models import Elsewhere, Link, LinkType, Station
from .registry import Kind, Node, kinds, register_kind
from .strip import strip_for

__all__ = [
    "Arc",
    "Elsewhere",
    "Kind",
    "Link",
    "LinkType",
    "Node",
    "Station",
    "arc_of",
    "forget_elsewhere",
    "forget_thing",
    "kinds",
    "note_elsewhere",
    "order_of",
    "public_arc_of",
    "register_kind",
    "set_ties",
    "station_counts",
    "strip_for",
    "tie",
    "untie",
]
