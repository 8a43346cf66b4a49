"""Text analysis in three languages, and the index that other rooms fill."""
