"""From person to person: a reader asks, the owner answers, everybody reads; a visit is booked and called off."""

import re

import pytest
from playwright.sync_api import expect

QUESTION = "Voiko ryhmää vetää kaksi ohjaajaa?"


@pytest.fixture
def practice(page):
    """The address of a practice of the coordinator's city."""
    page.goto("/fi/kaytannot/?q=Tsemppari")
    return page.get_by_role("link", name=re.compile("Vantaan Tsemppari")).first.get_attribute("href")


def test_a_reader_asks_signs_in_on_the_way_and_the_answer_helps_the_next_one(page, new_page, sign_in, practice, axe):
    from kotokaari.home.demo import DEMO_PASSWORD

    page.goto(practice)
    page.get_by_role("link", name="Kysy omistajalta").first.click()
    page.get_by_label("Kysymyksesi yhdellä rivillä").fill(QUESTION)
    page.get_by_label("Kerro lisää").fill("Meillä on kaksi puolipäiväistä.")
    page.get_by_label("Nimelläni").check()
    page.get_by_label("Muut saavat lukea").check()
    assert axe(page) == []
    page.get_by_role("button", name="Kirjaudu ja lähetä").click()
    page.fill("input[name=login]", "facilitator@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main form button[type=submit]").first.click()

    expect(page.get_by_label("Kysymyksesi yhdellä rivillä")).to_have_value(QUESTION)
    expect(page.get_by_label("Nimelläni")).to_be_checked()
    page.get_by_role("button", name="Lähetä kysymys").click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    thread = page.url

    owner = sign_in(new_page(), "coordinator")
    owner.goto("/fi/")
    owner.goto(owner.get_by_role("link", name="Omat työt").first.get_attribute("href"))
    owner.get_by_role("link", name=QUESTION).click()
    owner.get_by_label("Viestisi").fill("Kyllä, meilläkin on")
    expect(owner.locator("[data-autosave-status][data-state=saved]")).to_be_visible()
    owner.reload()
    expect(owner.get_by_label("Viestisi")).to_have_value("Kyllä, meilläkin on")
    owner.get_by_label("Viestisi").fill("Kyllä, meilläkin on ollut niin.")
    owner.get_by_label("Ilman nimeäni").check()
    assert axe(owner) == []
    owner.get_by_role("button", name="Lähetä", exact=True).click()
    expect(owner.get_by_role("paragraph").filter(has_text="Kyllä, meilläkin on ollut niin.")).to_be_visible()

    somebody = new_page(width=360)
    somebody.goto(practice)
    somebody.locator("summary", has_text=QUESTION).click()
    expect(somebody.get_by_text("Kyllä, meilläkin on ollut niin.")).to_be_visible()
    assert "Fanni" not in somebody.content()
    somebody.goto(thread)
    assert "Fanni" not in somebody.content()
    assert axe(somebody) == []


def test_a_visit_is_offered_booked_on_a_phone_and_called_off(page, new_page, sign_in, practice, axe):
    host = sign_in(page, "coordinator")
    host.goto(practice)
    host.get_by_role("link", name="Tarjoa vierailua").click()
    host.get_by_label("Vierailu", exact=True).check()
    host.get_by_label("Vierailun nimi").fill("Tule katsomaan valmennusta")
    host.get_by_label("Päivä", exact=True).fill("2031-07-01")
    host.get_by_label("Alkaa").fill("12:00")
    host.get_by_label("Päättyy").fill("14:00")
    host.get_by_label("Osoite tai linkki").fill("Salakatu 1")
    assert axe(host) == []
    host.get_by_role("button", name="Tallenna").click()
    expect(host.get_by_text("Europe/Helsinki, UTC+3")).to_be_visible()
    address = host.url

    guest = sign_in(new_page(width=360), "expert")
    guest.goto(address)
    assert "Salakatu" not in guest.content()
    guest.get_by_role("link", name="Varaa", exact=True).click()
    guest.get_by_label("Montako henkilöä?").fill("2")
    assert axe(guest) == []
    guest.get_by_role("button", name="Varaa", exact=True).click()
    expect(guest.get_by_text("Salakatu 1")).to_be_visible()
    assert guest.evaluate("document.documentElement.scrollWidth") <= 360

    host.goto(address)
    host.get_by_role("link", name="Peru varaus…").click()
    host.get_by_label("Miksi").fill("Ohjaajat ovat kipeänä.")
    host.get_by_role("button", name="Peru varaus").click()
    guest.goto(address)
    expect(guest.get_by_text("Ohjaajat ovat kipeänä.")).to_be_visible()
    assert "Salakatu" not in guest.content()
