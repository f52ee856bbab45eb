"""Deadlines: a version compiled into a rule, the rule walked over columns of dates, and what is said of it."""
