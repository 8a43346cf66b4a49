"""A day before it begins: its page, phases, people, sign-up."""
