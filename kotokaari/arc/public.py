"""What other rooms may use of the arc."""

from .actions import forget_elsewhere, note_elsewhere, tie, untie
from .chains import Arc, arc_of, public_arc_of, station_counts
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
    "kinds",
    "note_elsewhere",
    "public_arc_of",
    "register_kind",
    "station_counts",
    "strip_for",
    "tie",
    "untie",
]
