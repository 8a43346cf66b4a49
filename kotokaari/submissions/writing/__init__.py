"""The pages on which authors write a submission and send it."""
