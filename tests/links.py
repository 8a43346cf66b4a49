"""Looks for what leads from something said in secret to a person: in pages, files, rows and the order of rows.

A thing said in secret is told by its words. ``beside`` gives the part of a page or a file that belongs to it and to
nothing else; whoever can be known from that part is a link.
"""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

LISTS = {
    "html",
    "body",
    "main",
    "section",
    "ul",
    "ol",
    "table",
    "tbody",
    "select",
    "svg",
    "details",
    "live-channel",
}  # of many things


def texts(content: bytes, media_type: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of an answer: the pages of a PDF, the paragraphs of a document, the members of an archive."""
    if content.startswith(b"%PDF"):
        import pypdf

        yield "text", " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        for name, value in (pypdf.PdfReader(io.BytesIO(content)).metadata or {}).items():
            yield "text", f"{name} {value}"
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for info in packed.infolist():
                yield from texts(packed.read(info), "json" if info.filename.endswith(".json") else "")
                yield "text", info.filename
    elif "jsonl" in media_type or "ndjson" in media_type or content.startswith(b'{"codebook"'):
        yield from (("json", line) for line in content.decode().splitlines())
    elif "json" in media_type:
        yield "json", content.decode()
    elif "html" in media_type:
        yield "html", content.decode()
    else:
        yield "text", content.decode(errors="replace")


def beside(kind: str, text: str, secrets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(secret, the part that belongs to it alone) for everything said in secret that is in a text."""
    found = [secret for secret in secrets if secret in text]
    if not found:
        return
    if kind == "html":
        yield from _in_page(text, found)
    elif kind == "json":
        yield from _in_data(json.loads(text), found)
    else:
        yield from ((secret, text) for secret in found)  # a file that tells it names nobody at all


def written(page: str) -> str:
    """What is written on a page, without its code and drawings."""
    from lxml import html

    whole = html.fromstring(page)
    for node in whole.xpath("//script | //style | //svg | //template"):
        node.drop_tree()
    return " ".join(whole.itertext())


def apart(file: str) -> str:
    """A file with its cells apart: what stands between them is no part of a figure."""
    return file.replace(",", " ").replace(";", " ").replace('"', " ")


def _in_page(text: str, secrets: Sequence[str]) -> Iterator[tuple[str, str]]:
    from lxml import etree, html

    def source(node: Any) -> str:
        return str(etree.tostring(node, encoding="unicode", with_tail=False))

    def said(node: Any) -> set[str]:
        whole = source(node)
        return {secret for secret in secrets if secret in whole}

    for node in html.fromstring(text).iter():
        if not isinstance(node.tag, str) or not (own := said(node)):
            continue
        if any(said(child) for child in node if isinstance(child.tag, str)):
            continue
        if len(own) > 1:  # data in a script or an attribute
            for value in (node.text, *node.attrib.values()):
                yield from _in_data(json.loads(value or "null"), sorted(own)) if _is_data(value) else ()
            continue
        while node.getparent() is not None and node.getparent().tag not in LISTS and said(node.getparent()) == own:
            node = node.getparent()
        yield from ((secret, source(node)) for secret in own)


def _is_data(value: str | None) -> bool:
    return bool(value) and str(value).lstrip()[:1] in "[{"


def _in_data(data: Any, secrets: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The things of lists that hold a secret; of data without lists the whole."""
    whole = json.dumps(data, ensure_ascii=False)
    own = [secret for secret in secrets if secret in whole]
    inner = _lists(data)
    held = [one for one in inner if any(secret in json.dumps(one, ensure_ascii=False) for secret in own)]
    if held:
        for one in held:
            yield from _in_data(one, own)
    else:
        yield from ((secret, whole) for secret in own)


def _lists(data: Any) -> list[Any]:
    """The things in the outermost lists of data, and in dictionaries that are tables."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        return [one for value in data.values() for one in _lists(value)]
    return []


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """(table, row by column) of the whole database."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield table, dict(zip(names, row, strict=True))


def tells_order(values: Sequence[Any]) -> bool:
    """Whether these, given in the order in which they came, rise or fall from the first to the last."""
    pairs = list(itertools.pairwise(values))
    try:
        return all(one < other for one, other in pairs) or all(one > other for one, other in pairs)
    except TypeError:
        return False
