"""Frozen dataclasses and named tuples of the project behave as those of the standard library, which they stand for."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import typing
from typing import Any

import pytest

from ipcalc.calc.results import Step
from ipcalc.frozen import NamedTuple, frozen, replace
from ipcalc.law.shapes.periods import Count, Limit

STEP = Step("law as of", "2012-03-05")


@dataclasses.dataclass(frozen=True)
class Twin:
    what: str
    result: str
    authority: str | None = None


TWIN = Twin("law as of", "2012-03-05")


def test_they_are_dataclasses_with_the_same_fields() -> None:
    assert dataclasses.is_dataclass(STEP)
    assert [(f.name, f.type, f.default) for f in dataclasses.fields(STEP)] == [
        (f.name, f.type, f.default) for f in dataclasses.fields(TWIN)
    ]
    assert dataclasses.asdict(STEP) == dataclasses.asdict(TWIN)
    assert STEP.__match_args__ == TWIN.__match_args__  # type: ignore[attr-defined]


def test_they_are_compared_hashed_and_shown_by_value() -> None:
    same, other = Step("law as of", "2012-03-05", None), Step("law as of", "2012-03-06")
    assert same == STEP
    assert hash(STEP) == hash(same) == hash(TWIN)
    assert other != STEP
    assert STEP != TWIN
    assert repr(STEP) == repr(TWIN).replace("Twin", "Step")


@pytest.mark.parametrize("change", [replace, dataclasses.replace])
def test_they_are_changed_by_making_another(change: Any) -> None:
    assert change(STEP, result="2013") == Step("law as of", "2013")
    assert STEP.result == "2012-03-05"
    with pytest.raises(TypeError, match=r"Step.__init__\(\) got an unexpected keyword argument 'reslt'"):
        change(STEP, reslt="2013")


def test_they_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError, match="Step is frozen: result cannot be changed"):
        STEP.result = "2013"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="Step is frozen: result cannot be changed"):
        del STEP.result
    with pytest.raises(AttributeError):
        STEP.anything = 1  # type: ignore[attr-defined]


def test_they_can_be_copied_and_sent_to_another_process() -> None:
    assert copy.deepcopy(STEP) == STEP
    assert pickle.loads(pickle.dumps(STEP)) == STEP


@pytest.mark.parametrize("made_before", [0, 100])
@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        (("filing",), {}, "Pair.__init__() missing 1 required positional argument: 'day'"),
        (("filing", 1, 2, 3), {}, "Pair.__init__() takes from 3 to 4 positional arguments but 5 were given"),
        (("filing",), {"event": "filing"}, "Pair.__init__() got multiple values for argument 'event'"),
        (("filing", 1), {"yes": True}, "Pair.__init__() got an unexpected keyword argument 'yes'"),
    ],
)
def test_a_constructor_is_strict_from_the_first_object(
    made_before: int, values: tuple[Any, ...], named: dict[str, Any], message: str
) -> None:
    @frozen
    class Pair:
        event: str
        day: int
        note: str | None = None

    Pair.__qualname__ = "Pair"
    for number in range(made_before):
        made = Pair("filing", day=number)
        assert (made.event, made.day, made.note) == ("filing", number, None)
    with pytest.raises(TypeError) as error:
        Pair(*values, **named)
    assert str(error.value) == message


def test_shapes_are_made_by_name_inherit_fields_and_are_compared_by_identity() -> None:
    limit = Limit(kind="due", months=3)
    assert (limit.months, limit.after, limit.kind, limit.has_length) == (3, None, "due", True)
    assert limit != Limit(kind="due", months=3)
    assert dataclasses.fields(Limit)[: len(dataclasses.fields(Count))] == dataclasses.fields(Count)
    with pytest.raises(TypeError):
        Limit("due")  # type: ignore[misc]


def test_a_default_that_is_made_anew_for_each_object_is_refused() -> None:
    with pytest.raises(TypeError, match="Bag: a default is one value for all objects: write the value itself"):

        @frozen
        class Bag:
            things: list[str] = dataclasses.field(default_factory=list)


class Light(NamedTuple):
    event: str
    day: int
    note: str | None = None


class Plain(typing.NamedTuple):
    event: str
    day: int
    note: str | None = None


def test_named_tuples_behave_as_those_of_the_standard_library() -> None:
    light: Any = Light("filing", day=1)
    plain = Plain("filing", day=1)
    assert light == plain == ("filing", 1, None)
    assert hash(light) == hash(plain)
    assert repr(light) == repr(plain).replace("Plain", "Light")
    assert (light.event, light.day, light.note) == tuple(light)
    assert (light._fields, light._asdict(), light._field_defaults) == (
        plain._fields,
        plain._asdict(),
        plain._field_defaults,
    )
    assert light._replace(note="late") == Light._make(["filing", 1, "late"]) == ("filing", 1, "late")
    assert Light.__match_args__ == Plain.__match_args__
    assert copy.deepcopy(light) == pickle.loads(pickle.dumps(light)) == light
    assert type(copy.copy(light)) is type(pickle.loads(pickle.dumps(light))) is Light
    with pytest.raises(AttributeError):
        light.day = 2
    with pytest.raises(AttributeError):
        light.anything = 1


@pytest.mark.parametrize("made_before", [0, 100])
@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        (("filing",), {}, "missing 1 required positional argument: 'day'"),
        (("filing", 1, None, 3), {}, "takes from 3 to 4 positional arguments but 5 were given"),
        (("filing", 1), {"event": "filing"}, "got multiple values for argument 'event'"),
        (("filing", 1), {"yes": True}, "got an unexpected keyword argument 'yes'"),
    ],
)
def test_named_tuples_are_strict_from_the_first_one(
    made_before: int, values: tuple[Any, ...], named: dict[str, Any], message: str
) -> None:
    class Pair(NamedTuple):
        event: str
        day: int
        note: str | None = None

    for number in range(made_before):
        assert Pair("filing", day=number) == Pair("filing", number, None) == ("filing", number, None)
    with pytest.raises(TypeError) as error:
        Pair(*values, **named)
    assert str(error.value) == f"Pair.__new__() {message}"
