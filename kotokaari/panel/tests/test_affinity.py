import pytest

from kotokaari.panel.affinity import Member, Work, affinity

NEAR = {"work": frozenset({"job-search"})}


def suits(member, work):
    return affinity(member, work, NEAR).value


WORK = Work(("work", "language"), "fi", frozenset({"fi", "sv"}), "under_10k")


def test_who_knows_everything_fits_wholly():
    member = Member(frozenset({"work", "language"}), frozenset({"fi"}), frozenset({"under_10k"}))

    assert suits(member, WORK) == 1.0


def test_who_reads_none_of_its_languages_cannot_be_given_it():
    member = Member(frozenset({"work", "language"}), frozenset({"en"}), frozenset())

    assert suits(member, WORK) is None


@pytest.mark.parametrize(
    ("themes", "share"), [({"work"}, 0.5), ({"job-search"}, 0.25), ({"housing"}, 0.0), (set(), 0.5)]
)
def test_themes_count_by_their_share_those_beside_by_half(themes, share):
    member = Member(frozenset(themes), frozenset({"fi"}), frozenset({"under_10k"}))

    assert suits(member, WORK) == pytest.approx(0.7 * share + 0.3)


def test_a_translation_counts_half_and_another_kind_of_municipality_nothing():
    member = Member(frozenset({"work", "language"}), frozenset({"sv"}), frozenset({"over_150k"}))

    assert suits(member, WORK) == pytest.approx(0.7 + 0.075)


def test_it_says_why():
    found = affinity(Member(frozenset({"work"}), frozenset({"sv"}), frozenset({"over_150k"})), WORK, NEAR)

    assert [str(reason) for reason in found.reasons] == [
        "tuntee osan sen teemoista",
        "tuntee toisenlaisia kuntia",
        "lukee sen käännöksenä",
    ]
