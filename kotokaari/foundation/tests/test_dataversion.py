import pytest
from django.db import transaction

from kotokaari.foundation import audit
from kotokaari.foundation.dataversion import cached, data_version
from kotokaari.people.models import Organisation, Place, User

pytestmark = pytest.mark.django_db


def place(code="fi:092", name="Vantaa"):
    return Place.objects.create(code=code, level="municipality", name_fi=name, name_sv="Vanda", name_en=name)


def test_every_kind_of_write_changes_the_number():
    seen = {data_version()}

    vantaa = place()
    seen.add(data_version())
    Place.objects.filter(pk=vantaa.pk).update(name_en="City of Vantaa")
    seen.add(data_version())
    Place.objects.bulk_create(
        [Place(code=f"x:{n}", level="lau", name_fi="a", name_sv="b", name_en="c") for n in range(3)]
    )
    seen.add(data_version())
    Place.objects.all().delete()
    seen.add(data_version())

    assert len(seen) == 5


def test_private_rows_do_not_change_it():
    place()
    before = data_version()

    user = User.objects.create_user("private@example.org")
    audit.record("looked", target=user)

    assert data_version() == before


def test_a_number_that_was_rolled_back_never_comes_again():
    place()
    before = data_version()
    with transaction.atomic():
        place("fi:091", "Helsinki")
        rolled_back = data_version()
        transaction.set_rollback(True)
    after_rollback = data_version()
    place("fi:049", "Espoo")

    assert after_rollback == before
    assert data_version() not in (before, rolled_back)


def test_a_cached_value_is_made_again_only_after_a_change():
    place()
    made = []

    for _turn in range(3):
        cached("names", lambda: made.append(1) or len(made))
    place("fi:091", "Helsinki")

    assert cached("names", lambda: made.append(1) or len(made)) == 2


def test_organisations_count_as_public():
    before = data_version()

    Organisation.objects.create(code="vantaa", type="municipality")

    assert data_version() != before
