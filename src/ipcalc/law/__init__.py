"""What the law says: the shapes of the data, reading and checking it, the rulebook."""
