"""The server is killed in the middle of a day: what was typed, sent and half sent is there when it comes back."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import psutil
import pytest
from playwright.sync_api import expect

from tests.houses import house_environment, wait_until_ready
from tools.testpg import free_port

from .conftest import PATIENCE
from .days import KEY, make_day, prepare
from .test_phones import RECEIVED, SAVED, form, said, write

pytestmark = pytest.mark.slow
TEXTS = ["Ennen katkoa", "Katkon hetkellä lähtenyt", "Katkon aikana kirjoitettu"]


class Server:
    """A house that is killed without a word, and comes back at the same address."""

    def __init__(self, data):
        self.data, self.port = data, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        environment = house_environment(self.data, KOTOKAARI_BASE_URL=self.address, **KEY)
        command = [sys.executable, "-m", "kotokaari", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=environment)
        wait_until_ready(self.address, self.process)

    def kill(self):
        for one in [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]:
            os.kill(one.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    prepare(folder)
    return folder


@pytest.fixture
def server(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    running = Server(tmp_path)
    yield running
    running.kill()


@contextmanager
def opened(browser, day, person, path, way):
    """A browser's page of the day, that gets the stream or has to ask."""
    context = browser.new_context(
        base_url=day.address, viewport={"width": 360, "height": 740}, reduced_motion="reduce", locale="fi-FI"
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies(day.cookies(person))
    if way == "polling":
        context.route("**/events?*", lambda route: route.abort())
    page = context.new_page()
    page.goto(path)
    expect(page.locator(f"live-channel[data-way={way}]")).to_be_attached()
    yield page
    context.close()


@pytest.mark.parametrize("way", ["stream", "polling"])
def test_nothing_is_lost_when_the_server_is_killed_while_people_write(browser, server, way):
    day = make_day(server.data, server.address)
    here = f"/fi/paiva/{day.key}/"
    with (
        opened(browser, day, 0, here, way) as one,
        opened(browser, day, 2, here, way) as other,
        opened(browser, day, 4, f"/en/day/{day.key}/wall/?view=theme&theme={day.themes[0]}", way) as wall,
    ):
        write(one, TEXTS[0])
        expect(said(one)).to_contain_text(RECEIVED)
        for page in (other, wall):
            expect(page.get_by_text(TEXTS[0]).first).to_be_attached()

        write(one, TEXTS[1])  # on its way
        server.kill()
        write(other, TEXTS[2])
        expect(said(other)).to_have_text(SAVED)
        write(other, "Ajatus kesken", send=False)
        expect(other.locator("[data-live-status]")).to_contain_text("Ei yhteyttä")

        server.start()
        for page in (one, other):
            expect(said(page)).to_contain_text(RECEIVED)
        expect(form(other).locator("textarea")).to_have_value("Ajatus kesken")
        for text in TEXTS:
            for page in (one, other, wall):
                expect(page.get_by_text(text).first).to_be_attached()
                assert page.locator("li", has_text=text).count() == 1
        for page in (one, other, wall):
            expect(page.locator(f"live-channel[data-way={way}]")).to_be_attached()
        board = day.ideas()

    assert board[0] == TEXTS[0]
    assert sorted(board) == sorted(TEXTS)
    log = day.ask("log?last=0")["events"]
    assert [event["seq"] for event in log] == [1, 2, 3]
