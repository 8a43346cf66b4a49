"""What other rooms may use of innovation days."""

from .models import Day, Epic, Idea

__all__ = ["Day", "Epic", "Idea"]
