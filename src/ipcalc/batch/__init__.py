"""Many rows: which column means what, and the answers that the rows gain."""
