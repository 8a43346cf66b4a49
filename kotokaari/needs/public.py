"""What other rooms may use of surveys."""

from .logic.withholding import tellable
from .models import Survey, Theme
from .results.public import chosen_themes

__all__ = ["Survey", "Theme", "chosen_themes", "tellable"]
