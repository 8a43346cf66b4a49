"""Choosing the best ideas, weighing them, the portfolio."""
