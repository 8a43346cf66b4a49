import os
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

# The browser is driven by an event loop in this thread; the database is used by the server's.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def open_page(browser, live_server):
    """Opens an address of the house; what the console complains about fails the test."""
    contexts, complaints = [], []

    def go(path, width=1280, dark=False, javascript=True):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                urlsplit(request.url).scheme in ("http", "https")
                and not request.url.startswith(live_server.url)
                and complaints.append(request.url)
            ),
        )
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    go.complaints = complaints
    yield go
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe():
    """What axe says against a page, in sentences."""
    rules = Axe()

    def look(page):
        broken = rules.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [f"{rule['id']}: {node['html'][:200]}" for rule in broken for node in rule["nodes"]]

    return look
