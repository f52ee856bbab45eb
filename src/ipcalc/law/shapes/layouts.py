"""The exports that people have, and what their headings mean."""

from collections.abc import Mapping

from ipcalc.law.shapes.base import NOTHING, EventId, Right, shape


@shape
class Target:
    """A column of a table of matters, and between which words of a cell its value stands: up to the first
    of those that it stands `before`. `where` names columns by whose beginnings, given as patterns, a row tells that
    it is meant."""

    to: str
    after: str | None = None
    before: tuple[str, ...] = ()
    where: Mapping[str, str] = NOTHING


@shape
class Layout:
    """One export. It is known by its headings `known_by`, or by most of its columns.

    `of_india` says in which column a row tells by its beginning that it is of India. `dayfirst` says how it writes days
    in numbers. `national_phase` is a date of which it does not say whether it is that of the entry into the national
    phase.
    """

    title: str
    right: Right | None = None
    known_by: tuple[str, ...]
    dayfirst: bool = False
    national_phase: EventId | None = None
    of_india: Mapping[str, str] = NOTHING
    columns: Mapping[str, tuple[Target, ...]]


@shape
class LayoutsFile:
    """`layouts.yaml`: what files of others are, and how their columns become those of a table of matters."""

    layouts: Mapping[str, Layout]
    heading_names: Mapping[str, tuple[str, ...]] = NOTHING
    heading_words: Mapping[str, tuple[str, ...]] = NOTHING
    passing_words: Mapping[str, tuple[str, ...]] = NOTHING
    words_around_dates: tuple[str, ...] = ()
    words_of_totals: tuple[str, ...] = ()
    columns_instead: Mapping[str, str] = NOTHING
    closing_statuses: Mapping[str, tuple[str, ...]] = NOTHING
    open_statuses: tuple[str, ...] = ()
    none_on_the_day_of: Mapping[EventId, EventId] = NOTHING
    number_shapes: tuple[str, ...] = ()
    national_phase_shapes: tuple[str, ...] = ()
    national_phase_right: Right | None = None
    national_phase_day: EventId | None = None
    national_phase_of: EventId | None = None
    headings_of_rights: Mapping[Right, tuple[str, ...]] = NOTHING
    rights_within: Mapping[Right, tuple[Right, ...]] = NOTHING
    country_headings: tuple[str, ...] = ()
    headings_of_addresses: tuple[str, ...] = ()
    names_of_india: tuple[str, ...] = ()
    words_of_due_dates: tuple[str, ...] = ()
    wanted_columns: Mapping[Right, tuple[str, ...]] = NOTHING
