"""Mutants of `calc` and `law`, and the tests that should see them: see `__main__.py`."""
