"""Whether a date that somebody's docket keeps is right, and what mistake explains it where it is not."""
