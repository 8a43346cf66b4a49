"""What is read of adoptions: the practice's section, their own pages, lists, the map of regions."""
