"""Many rows: reading, computing, writing. Nothing is lost, and memory does not grow with the number of rows."""
