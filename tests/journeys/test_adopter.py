"""An organisation takes a practice into use: on a phone, interrupted, adapted, confirmed by the owner, stopped."""

import re

from playwright.sync_api import expect

from .test_writer import main_action

INVITATION = "We use this, or would like to"


def unused_practice(page, nth=0):
    """The nth practice of the list that this person's organisation neither owns nor uses; opens it, gives its name."""
    page.goto("/en/practices/")
    rows = page.locator(".practice-row h3 a")
    addresses = [rows.nth(number).get_attribute("href") for number in range(rows.count())]
    for address in addresses:
        page.goto(address)
        if page.get_by_role("link", name=INVITATION).count() and not page.locator(".practice-actions").count():
            if nth == 0:
                return page.get_by_role("heading", level=1).inner_text().split("\n")[0]
            nth -= 1
    raise AssertionError("the demo has no practice that Vantaa could begin with")


def adapt(page, words, nature):
    """Tell one thing that is done otherwise, with the three answers that are enough."""
    main_action(page, "Add something you do otherwise")
    page.get_by_label("What do you do otherwise?").fill(words)
    page.get_by_role("radio", name="Content").check()
    page.get_by_label("2. What kind of change is it?").select_option(label=nature)
    main_action(page, "Save")


def test_a_practice_is_taken_into_use_on_a_phone(new_page, sign_in, axe):
    phone = new_page(width=360, height=740, locale="en-GB")
    sign_in(phone, "coordinator")
    name = unused_practice(phone)
    practice = phone.url
    main_action(phone, INVITATION)
    assert axe(phone) == []
    phone.get_by_role("radio", name="Piloting").check()
    phone.get_by_label("Since when?").fill("2026-01-12")
    phone.get_by_label("In one sentence").fill("Two groups for parents at home.")
    main_action(phone, "Save")
    expect(phone.get_by_role("heading", level=1)).to_contain_text(name)
    expect(phone.locator("main")).to_contain_text("Two groups for parents at home.")
    entry = phone.url

    adapt(phone, "Only half as long", "Shorter")
    adapt(phone, "Children are with us", "Another group of people")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    # Left mid-sentence, found again on «My work».
    main_action(phone, "Add an outcome")
    phone.get_by_label("What did you look at?").fill("Parents who went on to a cou")
    expect(phone.locator("[data-autosave-status][data-state=saved]")).to_be_visible()
    context = phone.context
    phone.close(run_before_unload=True)
    later = context.new_page()
    later.goto("/en/my-work/")
    unfinished = later.locator("ul", has=later.get_by_role("link", name=name)).filter(has_text="on ")
    unfinished.locator(f"a[href*='{entry.rstrip('/').split('/')[-2]}']").first.focus()
    with later.expect_navigation():
        later.keyboard.press("Enter")
    expect(later.get_by_label("What did you look at?")).to_have_value("Parents who went on to a cou")
    later.get_by_label("What did you look at?").fill("Parents who went on to a course")
    later.get_by_role("radio", name="Better", exact=True).check()
    main_action(later, "Save")
    expect(later.locator("main")).to_contain_text("Parents who went on to a course")

    # Everybody sees it; the owner says a word, and neither writes in the other's.
    reader = new_page(locale="en-GB")
    reader.goto(practice)
    expect(reader.locator("main")).to_contain_text("Only half as long")
    expect(reader.locator("main")).to_contain_text("City of Vantaa")
    owner = new_page(locale="en-GB")
    sign_in(owner, "admin")
    owner.goto(entry.replace("/write/", "/owner/"))
    owner.get_by_role("radio", name="We know of it and confirm it").check()
    owner.get_by_label("Your words").fill("We visited them in spring.")
    main_action(owner, "Save")
    later.goto(entry)
    expect(later.locator("main")).to_contain_text("We visited them in spring.")
    assert axe(later) == []


def test_a_use_begins_and_stops_without_javascript(new_page, sign_in):
    page = new_page(javascript=False, locale="en-GB")
    sign_in(page, "coordinator")
    unused_practice(page, nth=1)
    page.get_by_role("link", name=INVITATION).click()
    page.get_by_role("radio", name="Exploring").check()
    page.get_by_label("Since when?").fill("2026-02-01")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="It has moved on, or stopped").click()
    page.get_by_role("radio", name="Stopped").check()
    page.get_by_label("Since when?").fill("2026-03-01")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Say why it was stopped.")
    page.get_by_label("Why?").fill("There was no money for a host.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What you learned")
    page.get_by_role("radio", name="Why it was stopped").check()
    page.get_by_label("What did you learn?").fill("Ask for the money first.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("main")).to_contain_text("Ask for the money first.")
    expect(page.locator("main")).to_contain_text("There was no money for a host.")
    page.get_by_role("link", name="Take back the last step").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("main")).to_contain_text(re.compile("Exploring since 1 February 2026"))
