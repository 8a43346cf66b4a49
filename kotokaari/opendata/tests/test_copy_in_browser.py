"""A copy of the demo region, served by nothing but Python's own file server, in a real browser."""

import functools
import http.server
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.houses import house_environment

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(1800)]  # thousands of pages are written first
WORDS = {
    "kielikahviloihin": "kielikahvila",  # an inflected compound
    "language café": "kielikahvila",  # another language
    "kielikahvla": "kielikahvila",  # a slip
    "språkcafé": "kielikahvila",
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def copy(tmp_path_factory, copy_of_demo):
    """The folder of a finished copy, a level below the top of the server, as on a borrowed web space."""
    import subprocess
    import sys

    data, top = copy_of_demo("kept"), tmp_path_factory.mktemp("web")
    command = [sys.executable, "-m", "kotokaari", "export", "site", str(top / "old" / "kotokaari")]
    (top / "old").mkdir()
    done = subprocess.run(command, env=house_environment(data), capture_output=True, text=True, check=True)
    assert "; 0 broken links" in done.stderr
    return top


@pytest.fixture(scope="module")
def address(copy):
    """Where the copy is served."""
    handler = functools.partial(Quiet, directory=str(copy))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/old/kotokaari/"
    server.shutdown()


def note_failure(page, request):
    """What did not come, unless the page was left before it could."""
    if request.failure != "net::ERR_ABORTED":
        page.troubles.append(f"{request.url}: {request.failure}")


@pytest.fixture
def page(browser):
    page = browser.new_page()
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: note_failure(page, request))
    yield page
    page.close()


def first_practice(copy: Path, language: str, folder: str) -> str:
    """The page of a practice, as an address below the copy."""
    root = copy / "old" / "kotokaari"
    found = sorted(
        path
        for path in (root / language / folder).iterdir()
        if (path / "versions").exists() or (path / "versiot").exists()
    )
    return f"{language}/{folder}/{found[0].name}/index.html"


def test_one_finds_and_reads_without_a_server(page, address):
    page.goto(address)
    page.wait_for_url("**/fi/index.html")
    page.get_by_label("Haku").first.fill("kielikahviloihin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/haku/index.html?q=kielikahviloihin")
    page.wait_for_selector(".finder-list li")
    assert "tulos" in page.locator("[role=status]").inner_text()
    assert "kielikahvila" in page.locator(".finder-list").inner_text().lower()

    page.locator(".finder-list li", has_text="Käytäntö").first.locator("a").click()
    page.wait_for_selector("article.practice")
    page.get_by_role("link", name="Svenska").first.click()
    page.wait_for_selector("html[lang=sv] article.practice")
    assert "Det här är en kopia" in page.locator(".kept-note").inner_text()
    assert page.troubles == []


@pytest.mark.parametrize("words", WORDS)
def test_search_knows_inflections_languages_and_slips(page, address, words):
    page.goto(f"{address}fi/haku/index.html?q={words}")
    page.wait_for_selector(".finder-list li")

    assert WORDS[words] in page.locator(".finder-list").inner_text().lower()
    assert page.troubles == []


def test_nothing_found_is_said_and_keys_are_enough(page, address):
    page.goto(f"{address}en/search/index.html")
    page.locator("#finder-q").focus()
    page.keyboard.type("xylophone zebra")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("Nothing")
    page.locator("#finder-q").fill("school")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finder-list li")
    page.go_back()
    expect(page.locator("[role=status]")).to_contain_text("Nothing")


def test_without_javascript_one_browses(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}en/search/index.html")
    page.get_by_role("link", name="Everything from A to Z and by theme").last.click()
    page.get_by_role("link", name="Practices by name").or_(page.locator(".open-letters a")).first.click()
    page.locator("main li a").last.click()
    assert page.locator("article.practice h1").is_visible()
    context.close()


def test_pages_of_a_copy_pass_axe_and_fit_a_phone(page, copy, address):
    sample = [
        "index.html", "en/index.html", "en/search/index.html?q=school", "sv/a-o/index.html", "fi/kaytannot/index.html",
        "en/places/index.html", "en/adoptions/index.html", "en/organisations/index.html", "fi/sanasto/index.html", "en/open-data/index.html",
        first_practice(copy, "en", "practices"), first_practice(copy, "fi", "kaytannot"),
    ]  # fmt: skip
    problems = []
    for path in sample:
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            problems.append(f"{path}: wider than a phone")
        found = Axe().run(page).response["violations"]
        problems += [f"{path}: {one['id']} {one['nodes'][0]['html'][:150]}" for one in found]

    assert problems == []
    assert page.troubles == []
