"""Addresses as QR codes (ISO/IEC 18004), drawn as SVG: sharp on paper and on a wall."""

from __future__ import annotations

from django.utils.safestring import SafeString


def qr_svg(text: str) -> SafeString:
    """An ``<svg>`` that a phone reads ``text`` from: dark on light in every colour scheme, hidden from screen readers."""
    import qrcode

    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return SafeString(
        f'<svg class="qr" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" aria-hidden="true">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{dark}"/></svg>'
    )
