"""What other rooms may use of search."""
