"""Methods of an innovation day that know nothing of Django."""
