"""From person to person: questions to those who own a practice, visits and mentoring, thanks."""
