"""Words to test with."""

import factory

from kotokaari.foundation.text import TranslatedText
from kotokaari.vocabulary.models import Concept, Label, Scheme


class SchemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scheme
        django_get_or_create = ("code",)

    code = "kotokaari"
    is_house = True
    title = TranslatedText.of("fi", "Kotokaaren sanasto", sv="Kotokaaris ordlista", en="Vocabulary of Kotokaari")


class ConceptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Concept
        skip_postgeneration_save = True

    class Params:
        fi = factory.Sequence(lambda n: f"käsite {n}")
        sv = factory.Sequence(lambda n: f"begrepp {n}")
        en = factory.Sequence(lambda n: f"concept {n}")

    scheme = factory.SubFactory(SchemeFactory)
    code = factory.Sequence(lambda n: f"concept-{n}")
    kind = "theme"

    @factory.post_generation
    def words(self, create, extracted, **kwargs):
        for language in ("fi", "sv", "en"):
            text = self._words[language]
            Label.objects.create(concept=self, language=language, role="pref", text=text, folded=text.casefold())
        for language, text in extracted or ():
            Label.objects.create(concept=self, language=language, role="alt", text=text, folded=text.casefold())

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        words = kwargs.pop("texts", {})
        made = super()._create(model_class, *args, **kwargs)
        made._words = words
        return made

    texts = factory.LazyAttribute(lambda o: {"fi": o.fi, "sv": o.sv, "en": o.en})
