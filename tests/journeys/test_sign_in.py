"""Signing in as a person does: authenticator app, passkey, and the organisation's own log-in (OIDC)."""

import json
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from kotokaari.home.demo import DEMO_PASSWORD
from tests.houses import house_environment, serving
from tools.testpg import free_port

PROVIDER_USERS = [
    {"sub": "known", "email": "known@example.org", "email_verified": True, "name": "Known Person"},
    {"sub": "new", "email": "new@example.org", "email_verified": True, "name": "New Person"},
]


def code_now(secret):
    """What an authenticator app shows."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def small_house(data, people, **settings):
    """A house without the demo region, only with people in it."""
    make = "; ".join(
        f"create_person(email='{person}@example.org', name='{person.title()}', password={DEMO_PASSWORD!r}, by=None)"
        for person in people
    )
    for words in (["migrate"], ["manage", "shell", "-c", f"from kotokaari.people.public import create_person; {make}"]):
        command = [sys.executable, "-m", "kotokaari", *words]
        subprocess.run(command, env=house_environment(data, **settings), check=True, stdout=subprocess.DEVNULL)
    return serving(data, **settings)


@pytest.fixture(scope="session")
def house_of_two(tmp_path_factory):
    """A house of its own, for changes to how people sign in."""
    with small_house(tmp_path_factory.mktemp("sign-in"), ["expert", "facilitator"]) as running:
        # Passkeys belong to a name; an address of digits has none.
        yield running.address.replace("127.0.0.1", "localhost")


@pytest.fixture
def open_browser(browser):
    contexts = []

    def open_one(base_url):
        context = browser.new_context(base_url=base_url, locale="en-GB")
        context.set_default_timeout(10_000)
        contexts.append(context)
        complaints = []
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.complaints = complaints
        return page

    yield open_one
    for context in contexts:
        context.close()


def sign_in(page, role):
    page.goto("/en/account/login/")
    page.get_by_label("E-mail address").fill(f"{role}@example.org")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.goto("/en/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: "logout" not in address)


def prove_it(page):
    """Answer «Is it still you?» with the password."""
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_an_authenticator_app_becomes_the_second_step(house_of_two, open_browser, axe):
    page = open_browser(house_of_two)
    sign_in(page, "expert")
    page.goto("/en/account/2fa/totp/activate/")
    prove_it(page)

    assert axe(page) == []
    secret = page.locator("code").inner_text().strip()
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Take into use").click()
    page.get_by_text("The authenticator app is in use").wait_for()
    codes = page.locator("ul.codes code").all_inner_texts()
    assert len(codes) == 10

    sign_out(page)
    sign_in(page, "expert")
    page.get_by_role("heading", name="The second step").wait_for()
    assert axe(page) == []
    page.get_by_label("Code").fill("000000")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    assert page.locator("[aria-invalid=true]").count() == 1

    page.get_by_label("Code").fill(codes[0].strip())
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/my-work/")
    assert page.complaints == []


def test_a_passkey_signs_in_without_a_password(house_of_two, open_browser, axe):
    page = open_browser(house_of_two)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**device, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    sign_in(page, "facilitator")
    page.goto("/en/account/2fa/webauthn/add/")
    prove_it(page)

    assert axe(page) == []
    page.get_by_label("A name for it").fill("Work laptop")
    page.get_by_label("Use it without a password").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("The passkey is added").wait_for()

    sign_out(page)
    page.goto("/en/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/my-work/")

    page.goto("/en/account/2fa/webauthn/")
    assert "Work laptop" in page.locator("main").inner_text()
    assert axe(page) == []
    assert page.complaints == []


def test_a_browser_without_a_passkey_says_what_to_do(house_of_two, open_browser):
    page = open_browser(house_of_two)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": False}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})

    page.goto("/en/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("The passkey did not work").wait_for()


@pytest.fixture(scope="session")
def provider():
    """A real OIDC provider in a process of its own."""
    port = free_port()
    claims = [word for user in PROVIDER_USERS for word in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                with urlopen(f"{address}/.well-known/openid-configuration", timeout=2):
                    break
            except OSError:
                time.sleep(0.1)
        yield address
        process.terminate()


@pytest.fixture(scope="session")
def house_with_oidc(provider, tmp_path_factory):
    """An empty house that knows the provider, and one person in it."""
    data = tmp_path_factory.mktemp("oidc")
    settings = {
        "KOTOKAARI_OIDC_SERVER_URL": provider,
        "KOTOKAARI_OIDC_NAME": "Town log-in",
        "KOTOKAARI_OIDC_CLIENT_ID": "kotokaari",
        "KOTOKAARI_OIDC_CLIENT_SECRET": "secret",
        "KOTOKAARI_OIDC_TRUST_EMAIL": "1",
    }
    with small_house(data, ["known"], **settings) as running:
        yield running.address


@pytest.mark.parametrize(("who", "name"), [("new", "New Person"), ("known", "Known")])
def test_the_organisations_own_log_in_opens_the_house(house_with_oidc, open_browser, who, name):
    page = open_browser(house_with_oidc)

    page.goto("/en/account/login/")
    page.get_by_role("button", name="Town log-in").click()
    page.get_by_role("button", name=who, exact=True).first.click()

    page.wait_for_url(lambda address: address.startswith(house_with_oidc) and "login" not in address)
    assert name in page.locator("header").inner_text()
    page.goto("/en/my-account/")
    assert page.get_by_label("Name").input_value() == name


def test_a_refusal_at_the_organisations_log_in_is_told_plainly(house_with_oidc, open_browser):
    page = open_browser(house_with_oidc)
    page.goto("/en/account/login/")
    page.get_by_role("button", name="Town log-in").click()

    page.get_by_role("button", name="Deny").click()

    page.get_by_role("heading", name="Sign-in").wait_for()
    assert page.locator("main").get_by_role("link", name="Back to sign-in").count() == 1
