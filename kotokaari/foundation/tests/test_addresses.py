import pytest
from django.urls import Resolver404, include, path, re_path
from django.utils.translation import override

from kotokaari.foundation.addresses import quick_i18n_patterns


def page(request):
    """Never asked."""


inner = ([path("", page, name="first"), path("new/", page, name="new")], "room")
PATTERNS = [
    path("", page, name="front"),
    path("things/<slug:slug>/", page, {"more": 1}, name="thing"),
    path("things/new/", page, name="hidden"),  # never reached: the one above takes it
    path("", include([path("things/<slug:slug>/parts/", page, name="parts"), path("exact", page, name="exact")])),
    path("room/", include(inner)),
    path("half", include([path("-way/", page, name="halfway")])),
    path("<slug:slug>-<int:number>/", include([path("parts/", page, name="variable")])),
    re_path(r"^any/(?P<word>\w+)/$", page, name="regex"),
]


@pytest.fixture
def quick():
    (made,) = quick_i18n_patterns(*PATTERNS)
    return made


@pytest.mark.parametrize(
    ("address", "name", "words"),
    [
        ("", "front", {}),
        ("things/new/", "thing", {"slug": "new", "more": 1}),
        ("things/new/parts/", "parts", {"slug": "new"}),
        ("exact", "exact", {}),
        ("room/", "room:first", {}),
        ("room/new/", "room:new", {}),
        ("half-way/", "halfway", {}),
        ("room-7/parts/", "variable", {"slug": "room", "number": 7}),
        ("any/thing/", "regex", {"word": "thing"}),
    ],
)
def test_each_kind_of_pattern_is_found(quick, address, name, words):
    with override("sv"):
        match = quick.resolve(f"sv/{address}")

    assert (match.view_name, match.kwargs) == (name, words)


@pytest.mark.parametrize("address", ["", "fi/", "sv", "sv/things", "sv/exact/", "sv/room/other/", "sv/half/"])
def test_other_addresses_lead_nowhere(quick, address):
    with override("sv"), pytest.raises(Resolver404):
        quick.resolve(address)


def test_an_address_is_tried_only_against_patterns_that_begin_as_it_does(quick):
    with override("sv"):
        tried = [str(entry.pattern) for entry in quick.narrowed("room/new/").url_patterns]

    assert tried == ["room/", "<slug:slug>-<int:number>/", r"^any/(?P<word>\w+)/$"]
