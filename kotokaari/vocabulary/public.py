"""What other rooms may use of the vocabulary."""

from .actions import load_house_vocabulary
from .book import ConceptBook, ConceptEntry, concept_book, legal_rule
from .models import Concept, Label, LegalRegime, LegalRule, Scheme

__all__ = [
    "Concept",
    "ConceptBook",
    "ConceptEntry",
    "Label",
    "LegalRegime",
    "LegalRule",
    "Scheme",
    "concept_book",
    "legal_rule",
    "load_house_vocabulary",
]
