"""The keys of matter files."""

TEXTS = ("ref", "number", "title", "client", "attorney", "continues")
COURSE = ("facts", "events", "done", "asked", "extended", "stated", "closed")
KEYS = ("right", *TEXTS, "acting_for", "applicant", "office", *COURSE, "proceedings")
PROCEEDING_KEYS = ("ref", "kind", "acting_for", *COURSE)
ACT_KEYS = ("on", "through", "accepted")
CLOSED_KEYS = ("on", "as")
