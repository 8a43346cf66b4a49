"""What other rooms may use of the arc."""

from .models import Elsewhere, Link, LinkType, Station
from .registry import Kind, Node, kinds, register_kind

__all__ = ["Elsewhere", "Kind", "Link", "LinkType", "Node", "Station", "kinds", "register_kind"]
