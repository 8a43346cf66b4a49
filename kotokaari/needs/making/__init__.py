"""Making surveys: the list, a survey's public page, and the desk on which it is made."""
