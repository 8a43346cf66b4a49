"""The arc in templates."""

from uuid import UUID

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kotokaari.arc.strip import strip_for
from kotokaari.ui.templatetags import ui

register = Library()


@register.simple_tag
def arc_of(kind: str, uuid: UUID) -> SafeString:
    """The arc strip of a thing: ``{% arc_of "practice" practice.uuid %}``."""
    return ui.arc_strip(strip_for(kind, uuid), label=_("The arc from need to effect"))
