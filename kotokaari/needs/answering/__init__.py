"""Answering a survey: on the web, by invitation, on paper."""
