"""The shapes of the law as data: what an entry of `data/` may say, and nothing else.

Each class is a frozen dataclass. `law.check` validates the YAML against them strictly; at run time
`law.build` makes them from the compiled rulebook. A trailing underscore stands for a word that Python reserves:
`from_` is `from` in the data. The modules are apart so that a question imports only the shapes that it needs.
Annotations stand for themselves here (no `from __future__ import annotations`), so that nothing has to be read from
text when an object is made.
"""
