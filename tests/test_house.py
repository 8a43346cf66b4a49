"""The rules of the house that a machine can watch over. docs/decisions says why they are so."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from kotokaari.config.rooms import ROOMS
from tools import messages

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kotokaari"
# Rooms without a subject of their own: everyone may use any of their modules.
OPEN_ROOMS = {"foundation", "ui"}
# Not rooms: settings, and the command that starts everything.
ABOVE_ALL = {"config", "cli", "__main__"}

# Pages for people who have not signed in. A new one is added here on purpose, or it is closed.
OPEN_PAGES = {
    "innovation:act",
    "innovation:desk",
    "innovation:wall",
    "innovation:ideas",
    "innovation:idea-files",
    "innovation:idea-file",
    "innovation:epic",
    "innovation:epic-tell-by-letter",
    "innovation:epics",
    "innovation:epics-csv",
    "innovation:withdraw",
    "innovation:sign-up",
    "innovation:portfolio",
    "innovation:own-data",
    "innovation:own-calendar",
    "innovation:mine",
    "innovation:list",
    "innovation:join-code",
    "innovation:join",
    "innovation:day",
    "innovation:calendar",
    "innovation:here",
    "innovation:open-report",
    "innovation:open-report-data",
    "innovation:open-report-pdf",
    "live:acts",
    "live:log",
    "live:state",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "adoption:adoption",
    "adoption:list",
    "adoption:list-csv",
    "adoption:list-json",
    "adoption:follow-up",
    "adoption:fit",
    "adoption:fits-us",
    "arc:arc",
    "arc:elsewhere",
    "arc:prov",
    "calls:calendar",
    "calls:call",
    "calls:call-calendar",
    "calls:feed",
    "calls:list",
    "catalogue:card",
    "catalogue:compare",
    "catalogue:file",
    "catalogue:list",
    "catalogue:list-csv",
    "catalogue:list-json",
    "catalogue:paper",
    "catalogue:practice",
    "catalogue:project",
    "catalogue:projects",
    "catalogue:still-so",
    "catalogue:version",
    "catalogue:versions",
    "choose-language",
    "exchange:ask",
    "exchange:ask-keep",
    "exchange:organisation-ics",
    "exchange:practice-questions",
    "exchange:question",
    "decisions:decision",
    "decisions:list",
    "decisions:of-call",
    "decisions:statistics",
    "decisions:statistics-csv",
    "decisions:statistics-json",
    "decisions:statistics-pdf",
    "embed",
    "exchange:time",
    "exchange:time-ics",
    "exchange:times",
    "exchange:times-ics",
    "following:adoptions-feed",
    "following:feed",
    "following:organisation-feed",
    "following:practices-feed",
    "following:stop",
    "health-live",
    "health-ready",
    "home:about",
    "home:accessibility",
    "home:duties",
    "home:front",
    "home:near",
    "home:privacy",
    "identity",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "needs:answer",
    "needs:answer-check",
    "needs:answer-discard",
    "needs:answer-later",
    "needs:answer-page",
    "needs:answer-resume",
    "needs:answer-thanks",
    "needs:invited",
    "needs:refuse",
    "needs:list",
    "needs:survey",
    "needs:themes",
    "oembed",
    "open-data",
    "open-data-file",
    "openid_connect_callback",
    "openid_connect_login",
    "opendata:front",
    "opendata:index",
    "opendata:letter",
    "opendata:share",
    "people:invitation",
    "people:organisation",
    "people:organisations",
    "people:place",
    "people:places",
    "robots",
    "search:need",
    "search:page",
    "search:suggestions",
    "rubrics:compare",
    "rubrics:export",
    "rubrics:list",
    "rubrics:rubric",
    "sitemap",
    "sitemap-part",
    "socialaccount_login_cancelled",
    "socialaccount_signup",
    "submissions:autosave",
    "submissions:invitation",
    "submissions:part",
    "ui:autosave",
    "ui:confirm",
    "ui:gallery",
    "vocabulary:concept",
    "vocabulary:export",
    "vocabulary:front",
    "vocabulary:law",
    "vocabulary:scheme",
}


@cache
def floors() -> dict[str, int]:
    """Each room's floor, 0 the lowest, from the one list in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {room.strip(): height for height, layer in enumerate(reversed(layers)) for room in re.split(r"[|:]", layer)}


def modules(room: str) -> list[Path]:
    return [path for path in sorted((PACKAGE / room).rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]


def imported_by(path: Path) -> list[str]:
    """The dotted names inside kotokaari that a module imports, wherever in the file."""
    package = ["kotokaari", *path.relative_to(PACKAGE).parts[:-1]]
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            names += [f"{start}.{alias.name}" for alias in node.names]
    return [name for name in names if name.startswith("kotokaari.")]


def wrong_imports(room: str) -> list[str]:
    found = []
    for path in modules(room):
        for name in imported_by(path):
            _, other, *inside = name.split(".")
            where = f"{path.relative_to(ROOT)} imports {name}"
            if other == room or other == "__version__":
                continue
            if other in ABOVE_ALL:
                found.append(f"{where}: only the house itself knows {other}")
            elif floors()[other] >= floors()[room]:
                found.append(f"{where}: {other} is not on a lower floor")
            elif other not in OPEN_ROOMS and inside[:1] != ["public"]:
                found.append(f"{where}: knock on kotokaari.{other}.public")
    return found


def test_every_room_stands_on_a_floor():
    assert set(floors()) == set(messages.rooms()) == set(ROOMS)


@pytest.mark.parametrize("room", sorted(messages.rooms()))
def test_a_room_imports_only_downhill_and_through_public(room):
    assert wrong_imports(room) == []


def test_the_watch_over_imports_sees_a_wrong_one(monkeypatch, tmp_path):
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "views.py").write_text(
        "from kotokaari.catalogue import public\nfrom ..arc.models import Link\nfrom ..ui import context\n"
    )
    monkeypatch.setattr("tests.test_house.PACKAGE", tmp_path)
    monkeypatch.setattr("tests.test_house.ROOT", tmp_path)
    monkeypatch.setattr("tests.test_house.floors", lambda: {"ui": 0, "arc": 1, "people": 2, "catalogue": 3})

    assert [line.split(": ")[1] for line in wrong_imports("people")] == [
        "catalogue is not on a lower floor",
        "knock on kotokaari.arc.public",
    ]


def test_foreign_keys_point_downhill():
    uphill = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in floors():
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            label = target._meta.app_label if target else None
            if label in floors() and floors()[label] > floors()[model._meta.app_label]:
                uphill.append(f"{model._meta.label}.{field.name} → {target._meta.label}")

    assert uphill == []


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def views(patterns=None, space=""):
    """Every view of the house: its name with namespaces, and the function."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from views(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}", entry.callback


def test_open_pages_are_open_on_purpose():
    # The API asks for a token by itself where one is needed.
    is_open = {
        name
        for name, view in views()
        if not getattr(view, "login_required", True) and not (name or "").startswith("api:")
    }

    assert sorted(is_open ^ OPEN_PAGES) == []


def templates():
    return sorted(path for path in PACKAGE.rglob("templates/**/*") if path.suffix in {".html", ".svg"})


INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\bsrc=)(?!\s+type=[\"']application/ld\+json[\"']>)|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=\s*[\"']|href\s*=\s*[\"']javascript:",
    re.I,
)


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_templates_hold_no_inline_script_or_style(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="text/javascript">x</script>',
        '<script type="application/ld+json" onload="x()">{}</script>',
        "<script>x</script>",
        '<p style="color:red">',
        '<a onclick="x()">',
        "<style>",
        '<a href="javascript:x">',
    ],
)
def test_the_watch_over_inline_code_sees_it(markup):
    assert INLINE.search(markup)


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def files_of(name: str) -> list[Path]:
    """Files of this name in every room, packages of the same name included."""
    return sorted([*PACKAGE.glob(f"*/{name}.py"), *PACKAGE.glob(f"*/{name}/*.py")])


def offered(path: Path) -> set[str] | None:
    """What a package of actions offers to others; None where every public function is offered."""
    front = path.parent / "__init__.py"
    if path.parent.name != "actions" or not ast.parse(front.read_text()).body[1:]:
        return None
    return {name.rsplit(".", 1)[1] for name in imported_by(front)}


NORDIC_ONLY = re.compile(r"""\|(?:date|time):["'][^"']*["']|\{%\s*now """)


@pytest.mark.parametrize("room", ["innovation", "needs"])
def test_pages_and_letters_write_dates_in_the_readers_language(room):
    found = [path.name for path in (PACKAGE / room / "templates").rglob("*.*") if NORDIC_ONLY.search(path.read_text())]
    assert found == []


@pytest.mark.parametrize("markup", ['{{ at|date:"j.n.Y" }}', "{{ at|time:'H.i' }}", '{% now "j.n.Y" %}'])
def test_the_watch_over_dates_sees_a_form_of_one_language(markup):
    assert NORDIC_ONLY.search(markup)


def test_actions_name_who_acts():
    nameless = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path in files_of("actions")
        for function in public_functions(path)
        if "by" not in {argument.arg for argument in function.args.kwonlyargs}
        and function.name in (offered(path) or {function.name})
    ]

    assert nameless == []


WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}


def test_asking_never_changes():
    writing = [
        f"{path.relative_to(ROOT)}:{node.lineno} .{node.func.attr}()"
        for path in files_of("queries")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]

    assert writing == []


def test_rooms_are_named_for_subjects():
    assert {"utils", "common", "helpers", "misc"}.isdisjoint(path.stem for path in PACKAGE.rglob("*"))


def test_locked_files_hold_hashes_and_no_addresses():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_the_front_end_lock_holds_no_addresses():
    lock = ROOT / "package-lock.json"
    if lock.exists():
        assert '"resolved"' not in lock.read_text()
