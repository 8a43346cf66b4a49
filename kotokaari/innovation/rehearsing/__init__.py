"""A day rehearsed before it is held, with simulated participants who act when they are told to."""
