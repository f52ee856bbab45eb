"""What belongs to a matter: every case of `cases/dockets.yaml`, events that came several times, several proceedings."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.calc.matters.continues import carried, ends, joined
from ipcalc.calc.matters.docket import Docket
from ipcalc.calc.matters.matter import Act, Closed, Matter, Proceeding
from ipcalc.errors import BadRequest
from ipcalc.law.reading import read

CASES = read(Path(__file__).parent / "dockets.yaml").data
TODAY = date(2026, 11, 28)


def docket_of(case: dict[str, Any], book: Book) -> Docket:
    end = case.get("closed")
    matter = Matter(
        case["right"],
        events=case["events"],
        facts=case.get("facts", {}),
        done={name: Act(day) for name, day in case.get("done", {}).items()},
        acting_for=case.get("acting_for"),
        proceedings=tuple(Proceeding(**each) for each in case.get("proceedings", ())),
        closed=Closed(end["on"], end["as"]) if end else None,
    )
    options = {"project": case.get("project", False), "every": case.get("all", False), "as_of": case.get("as_of")}
    return book.docket(matter, today=case["today"], **options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_belongs_to_a_matter(case: dict[str, Any], book: Book) -> None:
    docket = docket_of(case, book)
    shown = {each.period for each in docket.deadlines if not each.projected}
    waiting = {each.period: each.event for each in docket.waiting}
    may = {each.period: list(each.where) for each in docket.may_apply}
    assert shown == set(case["shows"]) if case.get("only") else shown >= set(case["shows"])
    assert {each.period for each in docket.deadlines if each.projected} == set(case.get("projected", ()))
    states = {each.period: each.state for each in docket.deadlines}
    assert {name: states.get(name) for name in case.get("states", {})} == case.get("states", {})
    assert {name: waiting.get(name) for name in case.get("waits", {})} == case.get("waits", {})
    assert {name: may.get(name) for name in case.get("may", {})} == case.get("may", {})
    assert [name for name, _ in docket.refused] == case.get("refused", [name for name, _ in docket.refused])
    every = {each.period for each in docket.deadlines}.union(waiting, may)
    assert every.isdisjoint(case.get("without", ()))


@pytest.mark.parametrize(
    ("today", "more", "found"),
    [
        ("2024-06-01", {}, [(11, "grace", True), (12, "open", False)]),
        ("2024-10-01", {}, [(11, "grace", True), (12, "open", False)]),
        ("2025-10-01", {}, [(11, "grace", True), (12, "grace", True), (13, "open", False)]),
        ("2025-10-01", {"restoration-order": date(2025, 9, 10)}, [(13, "open", False)]),
    ],
)
def test_what_falls_due_before_a_restoration_is_decided_is_not_lost(
    today: str, more: dict[str, date], found: list[tuple[int, str, bool]], book: Book
) -> None:
    """Rule 86(1): what is unpaid is paid within a month of the order of restoration."""
    events = {"filing": date(2014, 2, 20), "grant": date(2020, 1, 10), **more}
    done = {"patent-renewal": Act(date(2022, 2, 1), 9), "patent-restoration": Act(date(2024, 3, 1))}
    docket = book.docket(Matter("patent", events=events, done=done), today=date.fromisoformat(today), within=365)
    years = [each for each in docket.deadlines if each.period == "patent-renewal"]
    pending = [any("give the event restoration-order" in note.text for note in each.notes) for each in years]
    assert [(each.occurrence, each.state, said) for each, said in zip(years, pending, strict=True)] == found
    assert all(each.next and each.next.kind in ("due", "late") for each in years)


def test_what_comes_again_and_is_not_needed_is_not_owed(book: Book) -> None:
    events = {"filing": date(2017, 1, 10), "grant": date(2021, 5, 10)}
    acts = dict.fromkeys(("patent-renewal", "patent-working-statement"), Act(needed=False))
    docket = book.docket(Matter("patent", events=events, done=acts), today=TODAY)
    assert not {each.period for each in docket.deadlines} & acts.keys()
    whole = book.docket(Matter("patent", events=events, done=acts), every=True, today=TODAY)
    assert {each.state for each in whole.deadlines if each.period in acts} == {"done"}


@pytest.mark.parametrize("event", ["registration", "rectification-filed"])
def test_steps_that_are_taken_from_another_right_bring_no_events_of_its_own(event: str, book: Book) -> None:
    with pytest.raises(BadRequest, match=f"no period of madrid uses the event {event}"):
        book.docket("madrid", {event: date(2024, 5, 6)}, today=TODAY)


def test_a_restoration_that_was_asked_for_too_late_keeps_nothing(book: Book) -> None:
    events = {"filing": date(2014, 2, 20), "grant": date(2020, 1, 10)}
    done = {"patent-renewal": Act(date(2022, 2, 1), 9), "patent-restoration": Act(date(2025, 6, 2))}
    docket = book.docket(Matter("patent", events=events, done=done), today=date(2025, 10, 1))
    assert [(x.occurrence, x.state) for x in docket.deadlines if x.period == "patent-renewal"] == [(10, "lapsed")]


def test_nothing_is_projected_before_today(book: Book) -> None:
    events = {"filing": date(2023, 4, 10), "advertisement": date(2024, 9, 2)}
    docket = book.docket("tm", events, project=True, every=True, today=TODAY)
    assert not any(each.projected for each in docket.deadlines)


def test_each_opposition_has_its_own_steps(book: Book) -> None:
    oppositions = (
        Proceeding("opp-1", "opposition", events={"opposition-received": date(2026, 9, 28)}),
        Proceeding(
            "opp-2",
            "opposition",
            events={"opposition-received": date(2026, 8, 3), "counter-statement-filed": date(2026, 9, 30)},
        ),
    )
    events = {"filing": date(2023, 4, 10), "advertisement": date(2026, 6, 1)}
    docket = book.docket(Matter("tm", events=events, proceedings=oppositions), today=TODAY)
    shown = [(each.period, each.proceeding, each.limits[0].date) for each in docket.deadlines]
    assert shown == [("tm-opposition", None, date(2026, 10, 1)), ("tm-counter-statement", "opp-1", date(2026, 11, 28))]
    waiting = {(each.period, each.event, each.proceeding) for each in docket.waiting}
    assert ("tm-application-evidence", "opposition-evidence-received", "opp-2") in waiting
    assert ("tm-renewal", "registration", None) in waiting
    assert docket.deadlines[1].to_dict()["proceeding"] == "opp-1"


@pytest.mark.parametrize("whose", ["matter", "opp-1"])
def test_a_hearing_shows_the_steps_of_its_own_opposition_alone(whose: str, book: Book) -> None:
    hearing = {"hearing": date(2026, 12, 14)}
    received = {"opposition-received": date(2025, 10, 20)}
    oppositions = (
        Proceeding("opp-1", "opposition", events=received | (hearing if whose == "opp-1" else {})),
        Proceeding("opp-2", "opposition", events=received),
    )
    events = {"filing": date(2023, 4, 10), "advertisement": date(2025, 6, 2)} | (hearing if whose == "matter" else {})
    docket = book.docket(Matter("tm", events=events, proceedings=oppositions), today=TODAY)
    lost = {each.proceeding for each in docket.deadlines if each.period == "tm-counter-statement"}
    assert lost == {"opp-1", "opp-2"} - {whose}


def test_an_event_with_a_period_of_its_own_each_time(book: Book) -> None:
    events = {"filing": date(2024, 6, 3), "direction": date(2026, 11, 2)}
    matter = Matter("patent", events=events, earlier={"direction": (date(2026, 10, 5),)})
    docket = book.docket(matter, today=TODAY)
    days = [each.trigger.date for each in docket.deadlines if each.period == "patent-form-3-direction"]
    assert days == [date(2026, 10, 5), date(2026, 11, 2)]


@pytest.mark.parametrize(("acting_for", "said"), [(None, False), ("opponent", True), ("both", True)])
def test_of_an_event_that_came_again_the_last_counts(acting_for: str | None, said: bool, book: Book) -> None:
    events = {"filing": date(2024, 6, 3), "advertisement": date(2026, 9, 7)}
    earlier = {"advertisement": (date(2026, 8, 3),)}
    matter = Matter("tm", events=events, earlier=earlier, acting_for=acting_for)
    (opposition,) = (each for each in book.docket(matter, today=TODAY).deadlines if each.period == "tm-opposition")
    assert opposition.trigger.date == date(2026, 9, 7)
    doubt = (
        "Counted from the advertisement of Mon 7 Sep 2026. There was an earlier one, on Mon 3 Aug 2026. If the later one"
        " did not start the time again, it ran from the earlier day: act by that day if you can."
    )
    assert any(note.kind == "doubt" and note.text == doubt for note in opposition.notes) is said


def test_an_answer_to_the_first_opposition_leaves_the_second_open(book: Book) -> None:
    events = {"filing": date(2024, 6, 3), "advertisement": date(2026, 6, 1), "opposition-received": date(2026, 10, 5)}
    events |= {"counter-statement-filed": date(2026, 9, 7)}
    matter = Matter("tm", events=events, earlier={"opposition-received": (date(2026, 8, 3),)})
    (open_,) = (each for each in book.docket(matter, today=TODAY).deadlines if each.period == "tm-counter-statement")
    assert open_.trigger.date == date(2026, 10, 5)


def test_of_several_acts_the_first_after_the_opposition_answers_it(book: Book) -> None:
    events = {"filing": date(2024, 6, 3), "opposition-received": date(2026, 10, 5)}
    events |= {"counter-statement-filed": date(2026, 11, 2)}
    matter = Matter("tm", events=events, earlier={"counter-statement-filed": (date(2026, 9, 7),)})
    found = book.docket(matter, today=TODAY, every=True).deadlines
    (answered,) = (each for each in found if each.period == "tm-counter-statement")
    assert (answered.state, answered.done and answered.done.date) == ("done", date(2026, 11, 2))


@pytest.mark.parametrize(
    ("acts", "states"),
    [
        ([], ["lapsed", "open"]),
        ([date(2026, 9, 7)], ["done", "open"]),  # one act answers one opposition, the earliest that was open
        ([date(2026, 10, 12)], ["lapsed", "done"]),  # too late for the first, and in time for the second
        ([date(2026, 9, 7), date(2026, 10, 12)], ["done", "done"]),
    ],
)
def test_an_act_on_record_is_that_of_one_opposition(acts: list[date], states: list[str], book: Book) -> None:
    events = {"filing": date(2024, 6, 3), "advertisement": date(2026, 6, 1), "opposition-received": date(2026, 10, 5)}
    done = {"tm-counter-statement": Act(acts[-1], earlier=tuple(acts[:-1]))} if acts else {}
    matter = Matter("tm", events=events, earlier={"opposition-received": (date(2026, 8, 3),)}, done=done)
    found = book.docket(matter, today=TODAY, every=True).deadlines
    assert [each.state for each in found if each.period == "tm-counter-statement"] == states


@pytest.mark.parametrize(
    ("events", "done", "states"),
    [
        ({"filing": date(2007, 3, 5)}, Act(date(2026, 6, 1), 2), {1: "done", 2: "done", 3: "open"}),  # paid ahead
        ({"expiry": date(2027, 3, 5)}, Act(date(2026, 6, 1), 1), {1: "done", 2: "open"}),
        ({"filing": date(2006, 3, 6)}, Act(date(2016, 2, 1), 1), {1: "done", 2: "restorable", 3: "open"}),
    ],
)
def test_all_that_is_shown_has_what_is_owed_and_what_is_next(
    events: dict[str, date], done: Act, states: dict[int, str], book: Book
) -> None:
    matter = Matter("tm", events={**events, "registration": date(2010, 1, 11)}, done={"tm-renewal": done})
    renewals = [
        {
            each.occurrence: each.state
            for each in book.docket(matter, today=TODAY, every=every).deadlines
            if each.period == "tm-renewal"
        }
        for every in (True, False)
    ]
    assert renewals[0] == states
    assert renewals[1].items() <= states.items()


@pytest.mark.parametrize(
    ("matter", "renewals"),
    [
        (  # the years 11 to 15 are asked for with the order, by 2 December 2026
            Matter(
                "patent",
                events={
                    "filing": date(2012, 7, 30),
                    "grant": date(2018, 1, 10),
                    "cessation": date(2022, 7, 30),
                    "restoration-order": date(2026, 11, 2),
                },
                done={"patent-renewal": Act(date(2021, 7, 20), 10), "patent-restoration": Act(date(2023, 9, 1))},
            ),
            {16: "open"},
        ),
        (  # restored after it was removed
            Matter(
                "tm",
                events={"filing": date(2005, 3, 7), "registration": date(2008, 1, 10), "removal": date(2025, 11, 3)},
                done={"tm-renewal": Act(date(2026, 2, 2), 2)},
            ),
            {3: "open"},
        ),
        (  # removed after the last renewal that is on record
            Matter(
                "tm",
                events={"filing": date(2004, 3, 5), "registration": date(2008, 1, 10), "removal": date(2024, 10, 1)},
                done={"tm-renewal": Act(date(2014, 2, 3), 1)},
            ),
            {},
        ),
    ],
)
def test_what_comes_back_after_a_removal_or_a_restoration(matter: Matter, renewals: dict[int, str], book: Book) -> None:
    found = book.docket(matter, today=TODAY).deadlines
    assert {each.occurrence: each.state for each in found if each.period.endswith("-renewal")} == renewals


def test_what_is_taken_as_done_is_said_where_all_is_shown(book: Book) -> None:
    events = {"filing": date(2024, 6, 3), "advertisement": date(2026, 6, 1), "opposition-received": date(2026, 10, 5)}
    (opposition,) = (
        each for each in book.docket("tm", events, every=True, today=TODAY).deadlines if each.period == "tm-opposition"
    )
    said = "Taken as done, or as no longer needed, on an unknown day: the opposition-received came after it."
    assert said in {note.text for note in opposition.notes}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"facts": {"sequence-listings": True}}, "unknown fact 'sequence-listings'; did you mean sequence-listing?"),
        ({"facts": {"sequence-listing": True}}, "no period of tm depends on the fact sequence-listing"),
        (
            {"acting_for": "oponent"},
            "acting_for 'oponent' is not owner, challenger, both or the name of a role; did you mean opponent, patentee or co-owner?",
        ),
    ],
)
def test_what_is_not_known_of_a_matter_is_refused(asked: dict[str, Any], message: str, book: Book) -> None:
    with pytest.raises(BadRequest) as raised:
        book.docket("tm", {"filing": TODAY}, today=TODAY, **asked)
    assert str(raised.value) == message


def test_a_national_phase_continues_its_international_application(book: Book) -> None:
    pct = Matter("pct", ref="W-1", events={"priority": date(2024, 5, 1), "international-filing": date(2025, 4, 30)})
    national = Matter("patent", ref="N-1", continues="W-1", events={"filing": date(2026, 11, 20)})
    last = joined(book.rulebook, national, [(pct.right, carried(book.rulebook, pct))])
    first = ends(book.rulebook, pct, national.events)
    assert {each.period for each in book.docket(first, today=TODAY).deadlines} == {"pct-national-phase-abroad"}
    assert last.events == {**pct.events, **national.events}
    request = next(
        each for each in book.docket(last, today=TODAY).deadlines if each.period == "patent-examination-request"
    )
    assert request.limits[0].date == date(2026, 12, 1)


def test_what_falls_due_on_one_day_is_shown_together(book: Book) -> None:
    events = {"filing": date(2020, 1, 15), "grant": date(2026, 10, 1)}
    found = [each for each in book.docket("patent", events, today=TODAY).deadlines if each.period == "patent-renewal"]
    assert [each.occurrence for each in found] == [3, 4, 5, 6, 7]
    late = book.docket("patent", events, today=date(2027, 2, 1)).deadlines
    assert [(each.occurrence, each.state) for each in late if each.period == "patent-renewal"] == [
        *((year, "grace") for year in range(3, 8)),
        (8, "grace"),
    ]


def some_matter(chance: random.Random) -> Matter:
    """A mark or a patent that got as far as chance would have it, with some of its acts on record."""
    right, course = chance.choice(
        [
            ("tm", ("filing", "advertisement", "registration")),
            ("patent", ("filing", "publication", "fer", "grant")),
            ("design", ("filing", "registration")),
        ]
    )
    day, events = date(2004, 1, 1) + timedelta(chance.randrange(8000)), dict[str, date]()
    for event in course[: chance.randint(1, 4)]:
        events[event] = day
        day += timedelta(chance.randrange(200, 900))
    paid = {"tm": "tm-renewal", "patent": "patent-renewal", "design": "design-extension"}[right]
    done = {paid: Act(through=chance.randint(3, 20) if right == "patent" else 1)} if chance.random() < 0.5 else {}
    return Matter(right, events=events, done=done, office=chance.choice((None, "delhi")))


@pytest.mark.parametrize("within", [None, 30, 2000])
def test_matters_that_are_asked_together_are_answered_as_each_alone(within: int | None, book: Book) -> None:
    chance = random.Random(1)
    matters = [some_matter(chance) for _ in range(60)]
    together = book.dockets(matters, today=TODAY, within=within)
    assert not together.faults
    assert list(together.dockets) == [book.docket(each, today=TODAY, within=within) for each in matters]


@pytest.mark.parametrize("act", [{}, {"patent-renewal": Act(date(2024, 7, 20))}])
def test_nothing_on_record_is_said_once(act: dict[str, Act], book: Book) -> None:
    matter = Matter("patent", events={"filing": date(2012, 7, 30), "grant": date(2018, 1, 10)}, done=act)
    every = [each for each in book.docket(matter, today=TODAY).deadlines if each.period == "patent-renewal"]
    past = [each.occurrence for each in every if each.unconfirmed]
    assert past == ([] if act else [every[0].occurrence])
    assert "unconfirmed" not in {each.state for each in every[1:]}


def test_a_quantity_that_no_sum_of_a_right_takes_is_refused(book: Book) -> None:
    with pytest.raises(BadRequest) as caught:
        book.docket("tm", {"filing": date(2024, 1, 10)}, counts={"claims": 3})
    assert str(caught.value) == "a matter of tm does not take claims: it takes classes, marks"
    with pytest.raises(BadRequest) as caught:
        book.docket("design", {"filing": date(2024, 1, 10)}, counts={"classes": 3})
    assert str(caught.value) == "a matter of design does not take classes: none of its sums depends on a number"


@pytest.mark.parametrize(
    ("demand", "entry"), [(date(2026, 3, 31), date(2027, 2, 28)), (date(2026, 4, 1), date(2026, 4, 30))]
)
def test_a_demand_within_nineteen_months_moves_the_entry_in_luxembourg(demand: date, entry: date, book: Book) -> None:
    events = {"priority": date(2024, 8, 31), "international-filing": date(2025, 8, 20), "demand-filed": demand}
    shown = book.docket(Matter("pct", events=events), today=date(2026, 4, 2)).deadlines
    asked = book.deadlines("pct-national-phase-abroad", events=events)
    for answers in (shown, asked):
        (found,) = (each.limits[0].date for each in answers if "(LU)" in each.title)
        assert found == entry


def test_an_entry_abroad_is_on_record_at_one_office_or_at_all(book: Book) -> None:
    events = {"priority": date(2024, 2, 29), "international-filing": date(2025, 2, 28)}
    name, today = "pct-national-phase-abroad", date(2026, 7, 1)

    def entries(done: dict[str, Act], *, every: bool = False) -> dict[str | None, str | None]:
        shown = book.docket(Matter("pct", events=events, done=done), every=every, today=today).deadlines
        return {each.place: each.state for each in shown if each.period == name}

    open_at = entries({})
    assert {"EP", "JP", "CN"} <= set(open_at)
    act, none = Act(date(2026, 6, 1)), Act(needed=False)
    assert entries({f"{name}/EP": act, f"{name}/JP": none}).keys() == open_at.keys() - {"EP", "JP"}
    assert entries({name: Act(date(2025, 10, 1))}) == {}
    assert entries({f"{name}/EP": act}, every=True)["EP"] == "done"


def test_an_entry_abroad_without_its_office_closes_nothing_and_says_so(book: Book) -> None:
    events = {"priority": date(2024, 5, 31), "international-filing": date(2025, 5, 30)}
    name = "pct-national-phase-abroad"
    said = (
        "The abroad-entry of Fri 20 Nov 2026 does not name its office, so it closes no entry: write done,"
        " pct-national-phase-abroad/OFFICE: 2026-11-20, with its code."
    )

    def doubts(done: dict[str, Act], **entry: date) -> list[bool]:
        matter = Matter("pct", events={**events, **entry}, done=done)
        shown = book.docket(matter, today=TODAY).deadlines
        return [said in {note.text for note in each.notes} for each in shown if each.period == name]

    entry = {"abroad-entry": date(2026, 11, 20)}
    plain, without = doubts({}), doubts({}, **entry)
    assert len(plain) == len(without) > 10
    assert not any(plain)
    assert all(without)
    assert not any(doubts({f"{name}/US": Act(date(2026, 11, 20))}, **entry))


def test_an_extension_is_of_the_time_that_it_makes_longer(book: Book) -> None:
    matter = Matter(
        "tm",
        events={"filing": date(2022, 6, 6), "decision": date(2026, 10, 5)},
        earlier={"decision": (date(2026, 8, 10),)},
        asked={"tm-review": date(2026, 9, 7)},
        extended={"tm-review": date(2026, 10, 9)},
    )
    reviews = [each for each in book.docket(matter, today=TODAY).deadlines if each.period == "tm-review"]
    assert [(each.trigger.date, each.state) for each in reviews] == [
        (date(2026, 8, 10), "lapsed"),
        (date(2026, 10, 5), "extendable"),  # to be asked for by 4 December
    ]
    assert reviews[1].next
    assert reviews[1].next.ask_late == date(2026, 12, 4)
