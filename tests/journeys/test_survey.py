"""Somebody answers a survey on a small phone: with JavaScript and without, in Arabic, by keyboard, coming back later."""

import pytest
from playwright.sync_api import expect

from tests.houses import serving

from .conftest import PATIENCE
from .days import KEY, prepare
from .surveys import make_survey


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    data = tmp_path_factory.mktemp("survey")
    prepare(data)
    with serving(data, **KEY) as running:
        yield running.address, make_survey(data, running.address)


@pytest.fixture
def opened(browser, survey):
    """Opens a browser at the survey: ``opened(javascript=False)``; what the console complains about fails the test."""
    contexts, complaints = [], []

    def watch(page):
        page.on(
            "console",
            lambda message: message.type == "error" and "422" not in message.text and complaints.append(message.text),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))

    def open_page(path="/en/answer/{}/", *, width=320, javascript=True, dark=False):
        address, key = survey
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 640},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.on("page", watch)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(path.format(key))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def following(page, action):
    with page.expect_navigation():
        action()


def test_a_phone_of_320_pixels_answers_comes_back_and_sends(opened, survey, axe):
    page = opened()
    assert axe(page) == []
    following(page, page.get_by_role("button", name="Begin").click)
    asked = page.locator("[data-question=visits]")
    expect(asked).to_be_hidden()
    page.get_by_role("radio", name="yes").check()
    expect(asked).to_be_visible()
    asked.locator("textarea").fill("We talk")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved")
    assert not wide(page)
    assert axe(page) == []

    page.close()
    page = page.context.new_page()
    page.goto(f"/en/answer/{survey[1]}/")
    following(page, page.get_by_role("link", name="Go on").click)
    expect(page.locator("[data-question=visits] textarea")).to_have_value("We talk")
    following(page, page.get_by_role("button", name="العربية").click)
    expect(page.locator(".survey-answering")).to_have_attribute("dir", "rtl")
    expect(page.locator("[data-question=visits] textarea")).to_have_value("We talk")
    assert not wide(page)
    assert axe(page) == []
    following(page, page.get_by_role("button", name="English").click)
    following(page, page.get_by_role("button", name="Next").click)
    page.locator("select[name='q-order.1']").select_option("b")
    expect(page.locator("select[name='q-order.2'] option[value=b]")).to_be_disabled()
    assert not wide(page)
    assert axe(page) == []
    following(page, page.get_by_role("button", name="Look over").click)
    expect(page.get_by_text("We talk")).to_be_visible()
    assert axe(page) == []
    following(page, page.get_by_role("button", name="Send").click)
    expect(page.get_by_text("Your answers were sent.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('answers-')).length") == 0


def test_the_matrix_is_marked_by_keys_alone(opened):
    page = opened(width=1280)
    following(page, page.get_by_role("button", name="Begin").click)
    page.locator("input[name='q-needs.language.importance']").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(page.locator("input[name='q-needs.language.importance'][value='3']")).to_be_checked()
    expect(page.locator("input[name='q-needs.language.current']:focus")).to_be_checked()
    row = page.locator(".matrix-row").first
    expect(row.get_by_role("group", name="How important?").get_by_role("radio", name="5 very important")).to_have_count(
        1
    )
    page.locator("input[name=q-years]").fill("7")
    following(page, lambda: page.keyboard.press("Enter"))
    assert page.url.endswith("/2/")


def test_without_javascript_a_question_follows_at_next(opened):
    page = opened(javascript=False, dark=True)
    following(page, page.get_by_role("button", name="Begin").click)
    page.get_by_role("radio", name="yes").check()
    following(page, page.get_by_role("button", name="Next").click)
    expect(page.get_by_text("Your answers brought up a further question below.")).to_be_visible()
    page.locator("[data-question=visits] textarea").fill("We talk")
    following(page, page.get_by_role("button", name="Next").click)
    following(page, page.get_by_role("button", name="Look over").click)
    following(page, page.get_by_role("button", name="Send").click)

    expect(page.get_by_text("Your answers were sent.")).to_be_visible()
