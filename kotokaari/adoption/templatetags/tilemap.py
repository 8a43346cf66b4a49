"""The map of regions in templates: ``{% load tilemap %}{% tile_map map %}``."""

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kotokaari.adoption.reading.tilemap import TileMap

register = Library()


@register.simple_tag
def tile_map(map: TileMap, table: bool = True) -> SafeString:
    """The map with its sentence and key; ``table`` puts the same as a table under it, to unfold."""
    return render_to_string("adoption/read_tilemap.html", {"map": map, "table": table})


@register.simple_tag
def mini_map(map: TileMap) -> SafeString:
    """The map as small as a thumb, shades only: beside the words that say the same."""
    return render_to_string("adoption/read_minimap.html", {"map": map})
