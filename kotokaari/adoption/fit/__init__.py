"""Does a practice fit us? An organisation's situation weighed against what a practice asks, reason by reason."""

from .situations import Us
from .weighing import Check, fit_of

__all__ = ["Check", "Us", "fit_of"]
