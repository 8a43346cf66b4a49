"""What the documentation says is so."""

import re
from pathlib import Path

import pytest

from kotokaari import cli
from tests.test_cli import leaves

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# Read by the tests alone, or by Django's own names.
NOT_SETTINGS = {"KOTOKAARI_EXAMPLES", "KOTOKAARI_REFERENCE"}  # of the tests


def settings_read():
    """Every KOTOKAARI_… that the house reads from the environment."""
    call = re.compile(r"""env\.(?:text|flag|listed|number)\(\s*["']([A-Z_]+)["']""")
    sources = [path for path in (ROOT / "kotokaari").rglob("*.py") if "tests" not in path.parts]
    return {f"KOTOKAARI_{name}" for path in sources for name in call.findall(path.read_text())} | {"KOTOKAARI_DATA"}


def test_running_lists_every_setting_and_no_other():
    told = set(re.findall(r"KOTOKAARI_[A-Z_]+", (ROOT / "docs" / "running.md").read_text()))

    assert told - NOT_SETTINGS == settings_read()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text())
    files = [link for link in links if "://" not in link and "screenshots/" not in link]

    assert [link for link in files if not (page.parent / link).exists()] == []


def test_commands_that_the_pages_name_exist():
    known = {" ".join(words) for words, _parser in leaves(cli.parser())}
    first_words = {words.split()[0] for words in known}
    named = {word for page in PAGES for word in re.findall(r"^ {4}kotokaari ([a-z]+)", page.read_text(), re.M)}

    assert named - first_words == set()


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text()

    assert [page.name for page in folder.glob("0*.md") if page.name not in listed] == []
