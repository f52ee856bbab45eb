"""Random calls of the whole command line, and what must hold of each: see `__main__.py`."""
