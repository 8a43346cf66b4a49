"""An epic written by two phones at once: nobody's words are lost, and nobody's caret is moved."""

import pytest
from playwright.sync_api import expect

from .test_phones import address, data, day, phone  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("address", "data")


@pytest.fixture
def epic(day):  # noqa: F811
    """An epic without a group, begun in the phase of epics: everybody writes it."""
    theme = str(day.themes[0])
    day.steer("idea", theme=theme, text="Teehetki", language="fi")
    day.steer("open_phase", phase=str(day.phases["epics"]))
    return day.steer("epic_new", theme=theme, ideas=["1"], name="Teehetki", language="fi")["mine"]["epic"]


def part(page, epic, name):
    return page.locator(f"#epic-{epic}-{name}")


def caret(control):
    return control.evaluate("control => control.selectionStart")


def put_caret(control, place):
    control.click()
    control.evaluate("(control, place) => control.setSelectionRange(place, place)", place)


def test_two_phones_write_the_same_part_at_once(phone, day, epic):  # noqa: F811
    day.steer("epic_text", epic=epic, part="risks", base="", text="Raha loppuu kesken")
    (_one, first), (_other, second) = phone(0), phone(1)
    mine, theirs = part(first, epic, "risks"), part(second, epic, "risks")
    expect(theirs).to_have_value("Raha loppuu kesken")

    put_caret(theirs, 0)
    theirs.press_sequentially("Ehkä ")
    put_caret(mine, len("Raha loppuu kesken"))
    mine.press_sequentially(" keväällä")

    both = "Ehkä Raha loppuu kesken keväällä"
    expect(mine).to_have_value(both)
    expect(theirs).to_have_value(both)
    assert caret(theirs) == len("Ehkä ")
    assert caret(mine) == len(both)
    expect(first.locator("span[data-changed]", has_text="Joku muu")).to_be_visible()


def test_what_is_written_without_the_net_is_merged_when_it_is_back(phone, day, epic):  # noqa: F811
    (context, first), (_other, second) = phone(0), phone(1)
    mine, theirs = part(first, epic, "benefit"), part(second, epic, "benefit")
    context.set_offline(True)
    put_caret(mine, 0)
    mine.press_sequentially("tee lämmittää")
    expect(first.locator("[data-said]", has_text="Tallessa")).to_be_visible()
    put_caret(theirs, 0)
    theirs.press_sequentially("perhe hymyilee")
    expect(second.locator("[data-said]", has_text="Vastaanotettu")).to_be_visible()

    context.set_offline(False)

    for control in (mine, theirs):
        expect(control).to_have_value("perhe hymyilee tee lämmittää")


def test_an_epic_begun_on_one_phone_is_written_on_another(phone, day, epic):  # noqa: F811
    (_one, first), (_other, second) = phone(0), phone(2)  # of one group
    form = first.locator("form[data-act=epic_new]").first
    first.locator("details.epic-new summary").click()
    form.locator("input[type=checkbox]").first.check()
    form.locator("input[name=name]").fill("Toinen teehetki")
    form.locator("button").click()

    expect(second.locator("[data-epic-title]", has_text="Toinen teehetki")).to_be_visible()
    written = second.locator("[data-epic-key]").last.locator("textarea").first
    written.click()
    written.press_sequentially("Uskomme")

    expect(first.locator("[data-epic-key]").last.locator("textarea").first).to_have_value("Uskomme")


def test_the_wall_shows_epics_as_they_grow(phone, day, epic, axe):  # noqa: F811
    (_one, page), (other, _page) = phone(0), phone(1)
    wall = other.new_page()
    wall.set_viewport_size({"width": 1280, "height": 720})
    wall.goto(f"/fi/paiva/{day.key}/seina/")
    first = wall.locator(".wall-epics > li").first
    expect(first).to_contain_text("Teehetki")
    expect(first.locator("[data-written]")).to_have_count(1)
    assert axe(wall) == []

    part(page, epic, "benefit").press_sequentially("Perhe hymyilee")

    expect(first.locator("[data-written]")).to_have_count(2)
    expect(first).to_contain_text("2/8")
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")
