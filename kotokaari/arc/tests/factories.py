import factory

from kotokaari.arc.models import Elsewhere
from kotokaari.foundation.text import TranslatedText


class ElsewhereFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Elsewhere

    station = "need"
    title = factory.Sequence(lambda n: TranslatedText.of("fi", f"Tarve {n}", sv=f"Behov {n}", en=f"Need {n}"))
    source = "Kysely 2025"
