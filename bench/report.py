"""Results as a file, as docs/performance.md, and as a table on the screen."""

from __future__ import annotations

import json
from pathlib import Path

PARTS = (
    "day",
    "house",
    "live",
    "panel",
    "panel-peers",
    "peers",
    "search",
)  # each has a file, and a place in docs/performance.md
DOCS = Path(__file__).parent.parent / "docs" / "performance.md"


def ratio(name: str, ms: dict[str, float], ours: str, against: str, bound: float | None) -> dict:
    """A page against what it is compared with, in milliseconds of CPU."""
    value = ms[ours] / ms[against]
    note = f"{ms[ours]:.2f} ms against {ms[against]:.2f} ms ({against})"
    return {"name": name, "value": round(value, 2), "unit": "×", "bound": bound, "most": True, "note": note}


def plain(name: str, value: float, unit: str, bound: float | None, note: str = "", *, most: bool = True) -> dict:
    """A figure that stands by itself. ``most``: the bound is the largest that is good, else the smallest."""
    return {"name": name, "value": round(value, 2), "unit": unit, "bound": bound, "most": most, "note": note}


def holds(row: dict) -> bool:
    """True when the figure keeps to its bound, or has none."""
    if row["bound"] is None:
        return True
    return row["value"] <= row["bound"] if row["most"] else row["value"] >= row["bound"]


def table(rows: list[dict]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | measured | bound | holds | how it came about |", "| --- | ---: | ---: | --- | --- |"]
    for row in rows:
        bound = "" if row["bound"] is None else f"{'≤' if row['most'] else '≥'} {row['bound']:g} {row['unit']}"
        verdict = "" if row["bound"] is None else ("yes" if holds(row) else "**no**")
        lines.append(f"| {row['name']} | {row['value']:g} {row['unit']} | {bound} | {verdict} | {row['note']} |")
    return "\n".join(lines)


def publish(result: dict, folder: Path) -> int:
    """Write the results down, each part by itself, and print them. 1 when a bound is missed."""
    folder.mkdir(exist_ok=True)
    for name in PARTS:
        rows = [row for row in result["rows"] if row.get("part", "house") == name]
        if rows:
            part = {**result, "rows": rows}
            (folder / f"{name}.json").write_text(json.dumps(part, indent=1, ensure_ascii=False) + "\n")
            write_into_docs(name, told(part))
            print(f"\n{told(part)}")
    missed = [row["name"] for row in result["rows"] if not holds(row)]
    for one in missed:
        print(f"MISSED: {one}")
    return 1 if missed else 0


def told(result: dict) -> str:
    """When and how the run was made, and its table."""
    machine = result["machine"]
    filled = f"{result['practices']} practices, " if result["practices"] else ""
    loaded = ": beside other work, which makes clocks slow and CPU time a little" if max(result["load"]) > 3 else ""
    return (
        f"Run of {result['made_at'][:10]}: {filled}up to {result['rounds']} rounds, "
        f"{machine['cores']} cores, Python {machine['python']}, {result['seconds']:.0f} s in all; load of the machine "
        f"{result['load'][0]:.1f} before and {result['load'][1]:.1f} after{loaded}.\n\n{table(result['rows'])}\n"
    )


def write_into_docs(name: str, text: str) -> None:
    """Put the table between its marks in docs/performance.md."""
    whole = DOCS.read_text()
    before, begin, rest = whole.partition(f"<!-- {name} -->")
    _old, end, after = rest.partition("<!-- end -->")
    if begin and end:
        DOCS.write_text(f"{before}{begin}\n{text}{end}{after}")
