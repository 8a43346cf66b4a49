"""A real house with the demo region in it, a real browser, and people to walk through it."""

import os
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.houses import serving

PATIENCE = 60_000  # milliseconds: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def house(copy_of_demo):
    """The address of a running house with the demo region in it; KOTOKAARI_JOURNEY_HOUSE names one that runs."""
    if running := os.environ.get("KOTOKAARI_JOURNEY_HOUSE"):
        yield running
        return
    with serving(copy_of_demo("house")) as running:
        yield running.address


@pytest.fixture
def new_page(browser, house):
    """Opens a page: ``new_page(width=360, javascript=False, dark=True, locale="sv-FI")``.

    What the console complains about, and any request to another host, fails the test, except what the test
    announced: ``new_page.expected.append("409")``.
    """
    contexts, complaints, expected = [], [], []
    where = urlsplit(house)
    live = f"{where.scheme}://{where.hostname}:{(where.port or 80) + 1}/live/"  # the live door of the same house

    def watch(page):
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                urlsplit(request.url).scheme.startswith("http")
                and not request.url.startswith((house, live))
                and complaints.append(f"asked another host: {request.url}")
            ),
        )

    def open_page(width=1280, height=900, *, javascript=True, dark=False, locale="fi-FI"):
        context = browser.new_context(
            base_url=house,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale=locale,
        )
        context.on("page", watch)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    open_page.expected = expected
    yield open_page
    for context in contexts:
        context.close()
    assert [complaint for complaint in complaints if not any(word in complaint for word in expected)] == []


@pytest.fixture
def page(new_page):
    """A desktop page in Finnish."""
    return new_page()


@pytest.fixture
def sign_in():
    """Signs a page in as one of the demo's people: ``sign_in(page, "coordinator")``."""
    from kotokaari.home.demo import DEMO_PASSWORD

    def as_role(page, role):
        page.goto("/fi/")
        page.goto(page.locator("a[href*='kirjaudu'], a[href*='login']").first.get_attribute("href"))
        page.fill("input[name=login]", f"{role}@example.org")
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda address: "kirjaudu" not in address and "login" not in address)
        return page

    return as_role


@pytest.fixture(scope="session")
def axe():
    """What axe says against a page, as sentences; none when it is accessible."""
    rules = Axe()

    def look(page):
        return [
            f"{page.url}: {rule['id']} ({rule['help']}): " + "; ".join(node["html"][:200] for node in rule["nodes"][:4])
            for rule in rules.run(page).response["violations"]
        ]

    return look
