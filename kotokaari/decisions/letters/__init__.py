"""How a call answers: letters made from templates, queued, sent in bulk, and kept exactly as they went."""
