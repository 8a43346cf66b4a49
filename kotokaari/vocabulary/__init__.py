"""The words of the work in Finnish, Swedish and English, and the law as dated data."""
