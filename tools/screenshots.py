#!/usr/bin/env python
"""Pictures of the main pages for docs/screenshots: desktop, phone, dark, each seen by somebody it is for.

    python -m tools.screenshots [PAGE …]      all pages, or those named

It fills a demo house of its own, so the pictures show what `make demo` gives. The demo's call is over: for the
pictures of judging, its meeting is turned back to its first item and one assessment to before it was handed in. Its
innovation day is over too: for the pictures of the room it is held once more, as far as ideas go (going_on.py).
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.houses import CHROMIUM, CHROMIUM_WORDS, fill_demo, serving

if TYPE_CHECKING:
    from kotokaari.innovation.models import Day, Epic
    from kotokaari.needs.models import Survey
    from kotokaari.submissions.models import Submission

ROOT = Path(__file__).resolve().parent.parent

PICTURES = ROOT / "docs" / "screenshots"
LOOKS = {
    "desktop": {"width": 1280, "height": 860, "dark": False, "scale": 1},
    "phone": {"width": 360, "height": 720, "dark": False, "scale": 2},
    "dark": {"width": 1280, "height": 860, "dark": True, "scale": 1},
    "phone-dark": {"width": 360, "height": 720, "dark": True, "scale": 2},
    "wall-desktop": {"width": 1280, "height": 720, "dark": False, "scale": 1},
    "wall-dark": {"width": 1280, "height": 720, "dark": True, "scale": 1},
}
THREE = ("desktop", "phone", "dark")
LOOKED_AT = {
    "wall": ("wall-desktop", "wall-dark"),
    "wall-theme": ("wall-desktop", "wall-dark"),
    "here": ("phone", "phone-dark"),
    "here-offline": ("phone", "phone-dark"),
    "report": (),  # its first page, from the PDF
}
COLOURS = 192
KEY = "a-key-for-the-house-of-pictures-and-no-other-house"


def addresses() -> dict[str, Callable[[], str]]:
    """Each page's name and how to find its address in the demo; the language changes from page to page."""
    from django.urls import reverse

    from kotokaari.assessment.models import Assessment
    from kotokaari.calls.models import Call
    from kotokaari.catalogue.models import Practice, Version
    from kotokaari.decisions.models import Decision, Meeting
    from kotokaari.innovation.board.wall_keys import wall_token
    from kotokaari.people.models import Organisation, Place

    def known() -> Practice:
        return Practice.objects.filter(current__number__gt=1).order_by("id")[0]

    def draft() -> Version:
        return Version.objects.filter(state="draft").order_by("id")[0]

    def call() -> Call:
        return Call.objects.get(is_example=True, judging_began_at__isnull=False)

    def wall() -> str:
        return f"{reverse('innovation:wall', args=[today().key])}?show={wall_token(today())}"

    return {
        "front": lambda: reverse("home:front"),
        "practices": lambda: reverse("catalogue:list"),
        "practice": lambda: known().get_absolute_url(),
        "arc": lambda: reverse("arc:arc", args=["practice", known().uuid]),
        "compare": lambda: reverse("catalogue:compare", args=[known().key]),
        "writing": lambda: reverse("catalogue:draft-sheet", args=[draft().practice.key, "card"]),
        "translate": lambda: reverse("catalogue:translate", args=[known().key]),
        "work": lambda: reverse("home:work"),
        "organisation": lambda: Organisation.objects.get(code="city-of-vantaa").get_absolute_url(),
        "place": lambda: Place.objects.get(code="fi:092").get_absolute_url(),
        "submission": lambda: reverse("submissions:part", args=[returned().key, 2]),
        "assess": lambda: reverse(
            "assessment:assess", args=[Assessment.objects.get(handed_in_at=None).assignment.uuid]
        ),
        "calibration": lambda: reverse("assessment:calibration", args=[call().key]),
        "weightings": lambda: reverse("assessment:weightings", args=[call().key]),
        "meeting": lambda: Meeting.objects.get().get_absolute_url(),
        "meeting-item": lambda: reverse("decisions:item", args=[Meeting.objects.get().items.order_by("order")[0].uuid]),
        "decision": lambda: Decision.objects.public().order_by("submission__number")[0].get_absolute_url(),
        "call": lambda: call().get_absolute_url(),
        "statistics": lambda: reverse("decisions:statistics", args=[call().key]),
        "rubric": lambda: call().rubric.get_absolute_url(),
        "themes": lambda: reverse("needs:themes", args=[survey().key]),
        "wall": wall,
        "wall-theme": lambda: f"{wall()}&view=theme",
        "here": lambda: reverse("innovation:here", args=[today().key]),
        "here-offline": lambda: reverse("innovation:here", args=[today().key]),
        "desk": lambda: reverse("innovation:desk", args=[today().key]),
        "portfolio": lambda: reverse("innovation:portfolio", args=[held().key]),
        "epic": lambda: piloted().get_absolute_url(),
        "report": lambda: reverse("innovation:report-pdf", args=[held().key]),
    }


LANGUAGE = {
    "arc": "sv", "compare": "en", "organisation": "sv", "translate": "sv", "place": "en", "weightings": "en",
    "calibration": "sv", "statistics": "sv",
}  # fmt: skip
SIGNED_IN = {
    "compare": "coordinator", "writing": "coordinator", "translate": "coordinator", "work": "coordinator",
    "submission": "author", "assess": "expert", "calibration": "specialist", "weightings": "specialist",
    "meeting": "specialist", "meeting-item": "specialist", "themes": "facilitator", "desk": "facilitator",
    "portfolio": "facilitator", "report": "facilitator", "here": "participant", "here-offline": "participant",
}  # fmt: skip
WAITING = "Yhteinen sanakortti: kymmenen sanaa perheen kielellä, kuvat vieressä."


def returned() -> Submission:
    """The demo's submission that came back to be mended: the one whose form is open."""
    from kotokaari.submissions.models import Submission

    return Submission.objects.get(call__is_example=True, eligibility="returned")


def held() -> Day:
    """The demo's innovation day."""
    from kotokaari.innovation.models import Day

    return Day.objects.get(is_example=True, state=Day.State.DONE)


def survey() -> Survey:
    """The survey that the day's themes come from."""
    from kotokaari.needs.models import Survey

    return Survey.objects.get(innovation_days=held())


def today() -> Day:
    """The same day, while it goes on."""
    from kotokaari.innovation.models import Day

    return Day.objects.get(is_example=True, state=Day.State.RUNNING)


def piloted() -> Epic:
    """An epic of which there is most to tell."""
    from kotokaari.innovation.models import Epic

    return Epic.objects.filter(day=held(), status__in=("piloted", "practice")).order_by("number")[0]


def turn_back() -> None:
    """The panel's work as it was while it was done, and a password for the author whose form is shown."""
    from django.utils import timezone

    from kotokaari.assessment.models import Assessment
    from kotokaari.decisions.models import Meeting
    from kotokaari.home.demo import DEMO_PASSWORD

    author = returned().created_by
    assert author is not None
    author.set_password(DEMO_PASSWORD)
    author.save()
    own = Assessment.objects.filter(assignment__seat__user__email=email_of("expert")).order_by("id")
    Assessment.objects.filter(pk=own[0].pk).update(state="begun", handed_in_at=None)
    Meeting.objects.update(state="running", closed_at=None)
    first = Meeting.objects.get().items.order_by("order")[0]
    first.opened_at, first.closed_at = timezone.now() - timedelta(minutes=2), None
    first.save()


def email_of(role: str) -> str:
    """The address somebody of the demo signs in with."""
    author = returned().created_by
    return author.email if role == "author" and author else f"{role}@example.org"


@contextmanager
def page_of(browser: Browser, house: str, look: dict[str, int | bool]) -> Iterator[Page]:
    """A page that looks like a desktop, a phone, or the night."""
    context = browser.new_context(
        base_url=house,
        viewport={"width": int(look["width"]), "height": int(look["height"])},
        color_scheme="dark" if look["dark"] else "light",
        device_scale_factor=float(look["scale"]),
        reduced_motion="reduce",
        locale="fi-FI",
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, role: str) -> None:
    """As one of the demo's people."""
    from django.urls import reverse

    from kotokaari.home.demo import DEMO_PASSWORD

    page.goto(reverse("account_login"))
    page.fill("input[name=login]", email_of(role))
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def save(picture: bytes, path: Path) -> None:
    """Fewer colours: the same to the eye, a third of the size."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def take(house: str, names: list[str]) -> None:
    """All pictures of these pages."""
    found = addresses()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_WORDS)
        for look, sizes in LOOKS.items():
            seen = [name for name in names if look in LOOKED_AT.get(name, THREE)]
            for role in dict.fromkeys(SIGNED_IN.get(name, "") for name in seen):
                with page_of(browser, house, sizes) as page:
                    begin(page, role)
                    for name in seen:
                        if SIGNED_IN.get(name, "") == role:
                            look_at(page, name, found[name])
                            save(page.screenshot(), PICTURES / f"{name}-{look.removeprefix('wall-')}.png")
                            print(f"{name}, {look}", flush=True)
        if "report" in names:
            with page_of(browser, house, LOOKS["desktop"]) as page:
                begin(page, SIGNED_IN["report"])
                first_page(page, found["report"])
        browser.close()


def begin(page: Page, role: str) -> None:
    """As nobody, as one of the demo's people, or as somebody who takes part today."""
    if role == "participant":
        from .going_on import cookie_of

        name, value = cookie_of(today())
        page.goto("/")
        page.context.add_cookies([{"name": name, "value": value, "url": page.url}])
    elif role:
        sign_in(page, role)


def look_at(page: Page, name: str, address: Callable[[], str]) -> None:
    """Open a page in its language, and do on it what the picture is to show."""
    from django.utils import translation

    with translation.override(LANGUAGE.get(name, "fi")):
        page.goto(address())
    if name.partition("-")[0] not in ("wall", "here", "desk"):
        page.wait_for_load_state("networkidle")
        if name == "themes":
            page.locator("main h2").first.evaluate("heading => heading.scrollIntoView()")
        return
    page.wait_for_selector("live-channel[data-way=stream]", state="attached")  # a stream is never idle
    page.wait_for_timeout(1000)
    if name == "here-offline":
        page.context.set_offline(True)
        form = page.locator("form[data-act=idea]").first
        form.locator("textarea").fill(WAITING)
        form.locator("button").last.click()
        page.wait_for_timeout(3000)
    if name.startswith("here"):
        page.locator("form[data-act=idea]").first.scroll_into_view_if_needed()


def first_page(page: Page, address: Callable[[], str]) -> None:
    """The first page of the report, as it is printed."""
    from django.utils import translation

    with translation.override("fi"):
        path = address()
    told = page.context.request.get(path)
    assert told.ok, told.status
    drawn = subprocess.run(
        ["pdftoppm", "-png", "-r", "96", "-f", "1", "-l", "1", "-"], input=told.body(), capture_output=True, check=True
    )
    save(drawn.stdout, PICTURES / "report.png")
    print("report", flush=True)


def main(words: list[str]) -> int:
    """Fill a house, look at it. Returns the exit code."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        fill_demo(data, KOTOKAARI_SECRET_KEY=KEY)
        os.environ |= {"KOTOKAARI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "kotokaari.config.settings"}
        os.environ["KOTOKAARI_SECRET_KEY"] = KEY  # both know each other's cookies
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs a loop of its own in this thread
        import django

        django.setup()
        unknown = set(words) - set(addresses())
        if unknown:
            print(f"No page called {', '.join(sorted(unknown))}. Pages: {', '.join(addresses())}.", file=sys.stderr)
            return 2
        from .going_on import go_on

        turn_back()
        go_on()
        with serving(data, KOTOKAARI_SECRET_KEY=KEY) as house:
            take(house.address, words or list(addresses()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
