"""Links between things, typed and dated: from the need to the effect and back."""
