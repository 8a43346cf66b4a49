"""An address as a picture of squares, to be read by a phone."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

QUIET = 4  # squares of white around it


def squares(text: str) -> list[list[bool]]:
    """The squares of the code, row by row."""
    import qrcode

    made = qrcode.QRCode(border=QUIET)
    made.add_data(text)
    made.make(fit=True)
    return made.get_matrix()


def drawing(text: str, label: str) -> SafeString:
    """The code as a drawing, dark on white in every colour scheme."""
    rows = squares(text)
    size = len(rows)
    runs = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    path = format_html_join("", "M{} {}h1v1h-1z", runs)
    return format_html(
        '<svg class="survey-code" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path fill="#000" d="{}"/></svg>',
        label,
        size,
        size,
        size,
        size,
        path,
    )
