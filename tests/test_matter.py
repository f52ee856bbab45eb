"""A matter as a value: what a proceeding has of it, and how a matter file writes it."""

from __future__ import annotations

from datetime import date

from ipcalc import Act, Closed, Matter, Proceeding

OPPOSITION = Proceeding(
    "opp-1",
    kind="opposition",
    acting_for="challenger",
    events={"opposition-filed": date(2026, 5, 4), "hearing": date(2026, 11, 2)},
    earlier={"hearing": (date(2026, 10, 5),)},
    done={"tm-opposition": Act(date(2026, 5, 4))},
)
MARK = Matter(
    "tm",
    ref="TM-1",
    office="mumbai",
    counts={"classes": 3},
    facts={"translation": False},
    events={"filing": date(2025, 1, 6), "advertisement": date(2026, 1, 19), "hearing": date(2025, 6, 2)},
    earlier={"advertisement": (date(2025, 12, 1),), "hearing": (date(2025, 5, 2),)},
    done={
        "tm-renewal": Act(date(2026, 1, 5), through=1, accepted=True),
        "tm-priority-document": Act(needed=False),
        "tm-examination-reply": Act(date(2025, 4, 3), earlier=(date(2025, 4, 1),)),
    },
    asked={"tm-counter-statement": date(2026, 6, 1)},
    extended={"tm-counter-statement": date(2026, 7, 1)},
    proceedings=(OPPOSITION,),
    closed=Closed(date(2026, 12, 1), "withdrawn"),
)


def test_a_proceeding_has_the_events_of_the_matter_beside_its_own() -> None:
    seen = MARK.seen_from(OPPOSITION)
    assert seen.events == {**MARK.events, **OPPOSITION.events}
    assert seen.earlier == {"advertisement": (date(2025, 12, 1),), "hearing": (date(2026, 10, 5),)}
    assert seen.done == {**MARK.done, **OPPOSITION.done}
    assert (seen.acting_for, seen.proceedings, seen.closed) == ("challenger", (), MARK.closed)


def test_a_matter_is_written_as_its_file_has_it() -> None:
    assert MARK.to_dict() == {
        "ref": "TM-1",
        "right": "tm",
        "office": "mumbai",
        "classes": 3,
        "facts": {"translation": False},
        "events": {
            "filing": "2025-01-06",
            "advertisement": ["2025-12-01", "2026-01-19"],
            "hearing": ["2025-05-02", "2025-06-02"],
        },
        "done": {
            "tm-renewal": {"through": 1, "accepted": True, "on": "2026-01-05"},
            "tm-priority-document": "not-needed",
            "tm-examination-reply": ["2025-04-01", "2025-04-03"],
        },
        "asked": {"tm-counter-statement": "2026-06-01"},
        "extended": {"tm-counter-statement": "2026-07-01"},
        "closed": {"on": "2026-12-01", "as": "withdrawn"},
        "proceedings": [
            {
                "ref": "opp-1",
                "kind": "opposition",
                "acting_for": "challenger",
                "events": {"opposition-filed": "2026-05-04", "hearing": ["2026-10-05", "2026-11-02"]},
                "done": {"tm-opposition": "2026-05-04"},
            }
        ],
    }


def test_what_is_not_given_is_not_written() -> None:
    assert Matter("gi").to_dict() == {"right": "gi", "office": None, "events": {}}
