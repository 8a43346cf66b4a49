"""The exchange room: questions to owners, visits, mentoring, thanks."""
