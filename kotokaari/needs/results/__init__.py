"""What was answered: figures, codes, quotations, themes."""
