"""What answers each of many rows: the version of a period, or the occurrence of one that recurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.occurrence import Occurrences
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD
from ipcalc.calc.deadlines.version import Choice, each_alone
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.deadlines.recurrence import Return
    from ipcalc.calc.deadlines.rule import DateColumns


def choose(
    question: Question,
    events: DateColumns,
    count: int,
    numbers: Sequence[int | Return | None] = (),
    acts: Sequence[OnRecord] = (),
) -> Choice:
    """Choose what answers each of `count` rows.

    Args:
        question: what is asked.
        events: the days of the events that are given, by event.
        count: how many rows there are.
        numbers: the occurrence that each row asks for, or its number; None where it asks for the one that is owed.
        acts: what is on record of the act, which tells what is owed; empty where only days are asked for.
    """

    def answer(choice: Choice, rows: slice) -> None:
        on_record = acts[rows]
        if question.period.recurs is None:
            _refuse_numbers(question, numbers[rows])
            choice.single()
            for walk in choice.walks if on_record else ():
                told = [on_record[row] for row in walk.rows]
                walk.acts = {n: act for n, act in enumerate(told) if act != NOTHING_ON_RECORD}
        else:
            records = on_record or [NOTHING_ON_RECORD] * choice.count
            asked = numbers[rows] or [None] * choice.count
            Occurrences(choice).answer(asked, records, looks_back=bool(on_record))

    return each_alone(question, events, range(count), answer)


def _refuse_numbers(question: Question, numbers: Sequence[int | Return | None]) -> None:
    for number in numbers:
        if number is not None:
            raise BadRequest(f"{question.id} does not recur: it has no occurrence {number}")
