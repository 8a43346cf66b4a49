"""One log for everything live: acts come up, events go down, nothing that was received is lost."""
