"""What people follow, to test with."""

import factory

from kotokaari.following.models import Followed, SavedSearch
from kotokaari.people.tests.factories import UserFactory


class SavedSearchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedSearch

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Search {n}")
    query = factory.Sequence(lambda n: f"?evidence={n}")
    language = "en"


class FollowedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Followed

    user = factory.SubFactory(UserFactory)
