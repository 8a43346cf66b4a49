"""Does a choice hang on the weights? Submissions in, out, or contested over ten thousand weightings."""
