"""Matters: every period of one, and what waits."""
