"""Every address of the house leads where Django's own way of finding it leads, looking at far fewer patterns."""

import pytest
from django.conf.urls.i18n import i18n_patterns, is_language_prefix_patterns_used
from django.urls import Resolver404, URLResolver, get_resolver, reverse
from django.utils.translation import override

from kotokaari.foundation.addresses import QuickResolver
from kotokaari.foundation.text import LANGUAGES

SAMPLES = {
    "IntConverter": 7,
    "KeyConverter": "abcdef",
    "PathConverter": "two/words.txt",
    "SlugConverter": "two-words",
    "StringConverter": "word",
    "UUIDConverter": "6f2c1a34-9a0b-4c11-8d52-5b1f7c3a9e10",
}
SAID = ["func", "args", "kwargs", "view_name", "app_names", "namespaces", "route", "captured_kwargs", "extra_kwargs"]
UNKNOWN = ("no/such/", "no", "/", "//", "practices//", "innovation-days/work/", "kaytannot\n", "ä/ö/", "a/" * 500)


@pytest.fixture
def quick():
    (found,) = [entry for entry in get_resolver().url_patterns if isinstance(entry, QuickResolver)]
    return found


@pytest.fixture
def plain(quick):
    """The same patterns, as Django alone finds them."""
    (made,) = i18n_patterns(*quick.url_patterns)
    return made


def pages(resolver, space="", words=()):
    """Every page under a prefix of language: its name with namespaces, and what each of its variables may hold."""
    for entry in resolver.url_patterns:
        given = [(word, SAMPLES[type(kind).__name__]) for word, kind in entry.pattern.converters.items()]
        bare = [(word, "word") for word in entry.pattern.regex.groupindex if word not in entry.pattern.converters]
        wanted = (*words, *given, *bare)
        if isinstance(entry, URLResolver):
            yield from pages(entry, f"{space}{entry.namespace}:" if entry.namespace else space, wanted)
        else:
            yield f"{space}{entry.name}", dict(wanted)


def addresses(resolver):
    """The address of every page in the active language, without the slash before it."""
    return [reverse(name, kwargs=words)[1:] for name, words in pages(resolver)]


def near(address):
    """Addresses nearly like this one, most of which lead nowhere."""
    words = address.split("/")
    yield address.removesuffix("/")
    yield f"{address}more/"
    yield f"{address}\n"
    yield from ("/".join([*words[:place], "other", *words[place + 1 :]]) for place in range(1, len(words)))


def found(resolver, address):
    """All that a match says, or None."""
    try:
        match = resolver.resolve(address)
    except Resolver404:
        return None
    return {name: getattr(match, name) for name in SAID}


def size(resolver):
    """How many patterns it holds."""
    return sum(size(entry) if isinstance(entry, URLResolver) else 1 for entry in resolver.url_patterns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_found_as_before(quick, plain, language):
    with override(language):
        asked = addresses(quick)
        differing = [address for address in asked if found(quick, address) != found(plain, address)]
        lost = [address for address in asked if found(quick, address) is None]

    assert len(asked) > 400
    assert differing == lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leads_nowhere_leads_nowhere_still(quick, plain, language):
    with override(language):
        asked = [f"{language}/{words}" for words in UNKNOWN]
        asked += [near_one for address in addresses(quick)[::12] for near_one in near(address)]
        asked += ["", "xx/", f"{language}", "en/practices/", "sv/praxis/", "fi/kaytannot/"]
        there = [found(plain, address) for address in asked]

        assert [found(quick, address) for address in asked] == there
        assert there.count(None) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_patterns_are_looked_at(quick, language):
    with override(language):
        sizes = [size(quick.narrowed(address.partition("/")[2])) for address in addresses(quick)]
        unknown = size(quick.narrowed("no/such/"))

    assert max(sizes) < size(quick) / 10
    assert sum(sizes) / len(sizes) < size(quick) / 20
    assert unknown < 3


def test_what_visitors_make_up_is_not_remembered(quick):
    with override("en"):
        made_up = {id(quick.narrowed(f"made-up-{number}/and/so/on/")) for number in range(50)}
        begun_well = {id(quick.narrowed(f"practices/made-up-{number}/")) for number in range(50)}

    assert len(made_up) == len(begun_well) == 1


def test_languages_stand_before_addresses():
    assert is_language_prefix_patterns_used("kotokaari.config.urls") == (True, True)
