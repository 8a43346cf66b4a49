"""What other rooms may use of the vocabulary."""

from .models import Concept, Label, LegalRegime, LegalRule, Scheme

__all__ = ["Concept", "Label", "LegalRegime", "LegalRule", "Scheme"]
