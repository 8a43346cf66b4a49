"""Which characters a font can write: read from its character map (OpenType ``cmap``, formats 4 and 12)."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path


@cache
def letters_of(font: Path) -> frozenset[int]:
    """The code points a TrueType font has a drawing for."""
    data = font.read_bytes()
    tables = struct.unpack(">H", data[4:6])[0]
    for number in range(tables):
        tag, _sum, start, length = struct.unpack(">4sIII", data[12 + number * 16 : 28 + number * 16])
        if tag == b"cmap":
            return frozenset(_map(data[start : start + length]))
    return frozenset()


def _map(cmap: bytes) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack(">H", cmap[2:4])[0]):
        _platform, _encoding, start = struct.unpack(">HHI", cmap[4 + number * 8 : 12 + number * 8])
        form = struct.unpack(">H", cmap[start : start + 2])[0]
        if form == 4:
            found |= _format_4(cmap[start:])
        elif form == 12:
            found |= _format_12(cmap[start:])
    return found


def _format_4(table: bytes) -> set[int]:
    twice = struct.unpack(">H", table[6:8])[0]
    ends = struct.unpack(f">{twice // 2}H", table[14 : 14 + twice])
    starts = struct.unpack(f">{twice // 2}H", table[16 + twice : 16 + 2 * twice])
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}


def _format_12(table: bytes) -> set[int]:
    groups = struct.unpack(">I", table[12:16])[0]
    found: set[int] = set()
    for number in range(groups):
        first, last, _glyph = struct.unpack(">III", table[16 + number * 12 : 28 + number * 12])
        found.update(range(first, last + 1))
    return found
