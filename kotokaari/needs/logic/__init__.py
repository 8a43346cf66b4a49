"""Methods of the theme finder that know nothing of Django."""
