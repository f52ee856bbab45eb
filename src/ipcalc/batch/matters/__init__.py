"""Matters in files: reading them, what they may say, and recording in them what was done."""
