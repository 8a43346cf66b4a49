"""People, organisations and places to test with. No surprises: what you do not say is plain."""

import factory

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Membership, Organisation, Place, Role, User

PASSWORD = "a long enough password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"
    password = factory.django.Password(PASSWORD)


class AdministratorFactory(UserFactory):
    """Runs the house."""

    is_administrator = True


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"xx:{n:03}")
    level = Place.Level.MUNICIPALITY
    name_fi = factory.Sequence(lambda n: f"Kunta {n}")
    name_sv = factory.Sequence(lambda n: f"Kommun {n}")
    name_en = factory.Sequence(lambda n: f"Town {n}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    class Params:
        fi = factory.Sequence(lambda n: f"Järjestö {n}")
        sv = factory.LazyAttribute(lambda o: o.fi.replace("Järjestö", "Organisation"))
        en = factory.LazyAttribute(lambda o: o.fi.replace("Järjestö", "Association"))

    code = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.LazyAttribute(lambda o: TranslatedText.of("fi", o.fi, sv=o.sv, en=o.en))
    type = Organisation.Type.ASSOCIATION


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.MEMBER
