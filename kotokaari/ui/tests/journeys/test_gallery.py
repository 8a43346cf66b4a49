import re

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", ["/fi/ui/?theme=work", "/sv/ui/", "/en/ui/?dir=rtl"])
def test_the_gallery_is_accessible_and_never_scrolls_sideways(open_page, axe, address, width, dark):
    page = open_page(address, width=width, dark=dark)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_gallery_reads_without_javascript(open_page):
    page = open_page("/en/ui/", javascript=False)

    assert page.locator("#id_place").evaluate("el => el.tagName") == "SELECT"
    assert page.locator("input[type=checkbox][name=themes]").first.is_visible()
    page.get_by_role("link", name="Delete the draft").click()
    assert page.locator("h1").inner_text() == "Delete the draft?"


def test_a_slash_goes_to_search_unless_one_has_refused(open_page):
    page = open_page("/en/ui/")
    field = page.locator("[data-shortcut]")
    if field.count() == 0:
        page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<input data-shortcut=\"/\">')")

    page.keyboard.press("/")
    assert field.evaluate("el => el === document.activeElement")
    assert field.input_value() == ""

    switch = page.get_by_role("button", name="The / key goes to search")
    switch.click()
    page.keyboard.press("/")
    assert switch.get_attribute("aria-pressed") == "false"
    assert field.evaluate("el => el !== document.activeElement")


def test_a_question_is_asked_on_the_spot_and_the_focus_comes_back(open_page):
    page = open_page("/en/ui/")
    link = page.get_by_role("link", name="Delete the draft")

    link.click()
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert link.evaluate("el => el === document.activeElement")


def find(field, words):
    """Type into a combobox and take the first that it offers."""
    field.click()
    field.press_sequentially(words, delay=40)
    field.page.wait_for_timeout(150)
    field.press("ArrowDown")
    field.press("Enter")
    field.page.wait_for_timeout(150)


def test_a_choice_is_found_by_typing_and_kept_in_the_form(open_page):
    page = open_page("/en/ui/")
    field = page.locator("#id_place")

    assert field.evaluate("el => el.tagName") == "INPUT"
    find(field, "jyv")

    assert field.input_value() == "Jyväskylä"
    assert page.locator("select[name=place]").first.evaluate("el => el.value") == "jyvaskyla"


def test_several_choices_are_found_by_typing_and_can_be_taken_back(open_page):
    page = open_page("/en/ui/")
    field = page.locator("#id_themes input:not([type=checkbox])")
    chosen = "[...document.querySelectorAll('[name=themes]:checked')].map(box => box.value)"

    for words in ("work", "hous"):
        find(field, words)
    assert page.evaluate(chosen) == ["work", "housing"]
    assert field.input_value() == ""

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    page.wait_for_function(f"{chosen}.length === 1")


def test_what_is_typed_is_saved_as_it_is_typed(open_page):
    page = open_page("/en/ui/")

    with page.expect_request(re.compile("autosave")) as sent:
        page.locator("#id_title").fill("Language café")

    assert "title=Language+caf%C3%A9" in sent.value.post_data
    assert "csrfmiddlewaretoken" not in sent.value.post_data
    status = page.locator("[data-autosave-status][data-state=saved]")
    status.wait_for()
    assert re.fullmatch(r"Saved \d{1,2}:\d\d", status.inner_text())
    assert page.evaluate("localStorage.length") == 0


def test_what_could_not_be_saved_is_offered_the_next_time(open_page):
    page = open_page("/en/ui/")
    page.route("**/autosave/", lambda route: route.abort())
    page.locator("#id_title").fill("Typed on a train")
    page.locator("#id_phase_2").check()
    page.locator("[data-autosave-status][data-state=trouble]").wait_for()

    page.reload()
    page.get_by_role("button", name="Bring it back").click()

    assert page.locator("#id_title").input_value() == "Typed on a train"
    assert page.locator("#id_phase_2").is_checked()
    open_page.complaints.clear()  # the browser reports the lost connection


def test_a_draft_that_was_sent_is_not_kept(open_page):
    page = open_page("/en/ui/")
    page.route("**/autosave/", lambda route: route.abort())
    page.locator("#id_title").fill("Sent in full")
    page.evaluate("document.querySelector('autosave-form form').action = '/en/ui/confirm/?then=confirm'")
    page.route(
        "**/confirm/?then=confirm", lambda route: route.fulfill(status=303, headers={"Location": "/en/ui/confirm/"})
    )
    page.locator("autosave-form button[type=submit]").click()
    page.wait_for_url("**/confirm/")

    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('draft'))") == []
    open_page.complaints.clear()  # the browser reports the lost connection


def test_rows_are_added_moved_and_removed_by_the_keyboard(open_page):
    page = open_page("/en/ui/")
    names = "[...document.querySelectorAll('repeat-items input')].map(input => `${input.name}=${input.value}`)"

    page.get_by_role("button", name="Add a step").press("Enter")
    page.keyboard.type("Tell people")
    assert page.evaluate(names) == ["steps-0-text=Find a room", "steps-1-text=", "steps-2-text=Tell people"]

    rows = page.locator("[data-row]")
    rows.nth(2).get_by_role("button", name="Move up").press("Enter")
    rows.nth(2).get_by_role("button", name="Remove").press("Enter")
    assert page.evaluate(names) == ["steps-0-text=Find a room", "steps-1-text=Tell people"]


def test_the_summary_of_errors_leads_to_the_field(open_page):
    page = open_page("/en/ui/")

    page.locator("error-summary a", has_text="Phase").click()

    assert page.evaluate("document.activeElement.name") == "phase"
    assert page.evaluate("document.activeElement.closest('form').querySelector('error-summary') !== null")


def test_the_arc_opens_to_the_keyboard_on_a_phone(open_page):
    page = open_page("/en/ui/", width=360)
    need = page.locator(".arc-station").first

    assert need.bounding_box()["width"] < 2
    need.locator("a").focus()
    assert need.bounding_box()["width"] > 60
