"""Work shared by processes gives what one process gives, in its order, whatever becomes of the copies."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from multiprocessing import active_children
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from ipcalc.batch.checks import run as checks
from ipcalc.batch.deadlines import DeadlineRows
from ipcalc.batch.matters import dockets
from ipcalc.batch.matters.files import Reading
from ipcalc.book import Book, load
from ipcalc.cli import run
from ipcalc.dates import Style
from ipcalc.errors import BadRequest
from ipcalc.rows import run as rows
from ipcalc.rows import workers
from ipcalc.rows.blocks import BLOCK
from ipcalc.rows.workers import shared

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="no process can be copied here"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),  # the threads of those who run the tests
]
OVERLAY = Path(__file__).parents[1] / "examples" / "overlays" / "reminder"
TODAY = date(2026, 11, 28)
HERE = os.getpid()


@pytest.fixture(scope="module")
def book() -> Book:
    return load()


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 17])
def test_the_results_come_in_the_order_of_the_parts(workers: int, count: int) -> None:
    assert list(shared(lambda part: part * part, range(count), workers)) == [part * part for part in range(count)]
    assert active_children() == []


def test_copies_do_the_work() -> None:
    assert HERE not in list(shared(lambda _: os.getpid(), range(6), 2))


@pytest.mark.parametrize("workers", [1, 2])
def test_what_fails_is_raised_after_the_results_before_it(workers: int) -> None:
    def work(part: int) -> int:
        if part == 3:
            raise BadRequest("the fourth is none")
        return part

    found = []
    with pytest.raises(BadRequest, match="the fourth is none"):
        found += [found.append(each) for each in shared(work, range(9), workers)]
    assert found == [0, 1, 2]
    assert active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("good", [0, 1, 2, 5])
def test_parts_that_cannot_be_had_are_an_error_after_the_results_before_them(workers: int, good: int) -> None:
    def parts() -> Iterator[int]:
        yield from range(good)
        raise BadRequest("damaged")

    found = []
    with pytest.raises(BadRequest, match="damaged"):
        found += [found.append(each) for each in shared(lambda part: part, parts(), workers)]
    assert found == list(range(good))


class Unread(Exception):
    """Comes out of a pickle as an error."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(first)


@pytest.mark.parametrize("how", ["it dies", "its result cannot be sent", "its result cannot be read"])
def test_what_a_copy_cannot_do_is_done_here(how: str) -> None:
    def work(part: int) -> object:
        if os.getpid() == HERE or part != 2:
            return part
        if how == "it dies":
            os.kill(os.getpid(), signal.SIGKILL)
        return (lambda: None) if how == "its result cannot be sent" else Unread(1, 2)

    assert list(shared(work, range(9), 2)) == list(range(9))
    assert active_children() == []


def test_a_part_that_cannot_be_sent_is_done_here() -> None:
    assert [part() for part in shared(lambda part: part, [lambda: 1, lambda: 2, lambda: 3], 2)] == [1, 2, 3]


def test_a_copy_lets_go_of_what_this_process_holds(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        results = shared(lambda part: part, range(99), 2)
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        open_by_copies = [
            os.readlink(path) for copy in active_children() for path in Path(f"/proc/{copy.pid}/fd").iterdir()
        ]
        results.close()
    assert str(tmp_path / "lock") not in open_by_copies


def test_a_part_that_fails_in_a_copy_is_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = DeadlineRows.columns
    tried: list[int] = []

    def columns(self: DeadlineRows, given: Mapping[int, Sequence[str]], count: int) -> Sequence[Sequence[str]]:
        found = asked(self, given, count)
        if os.getpid() != HERE and not tried:
            tried.append(1)
            raise MemoryError
        return found

    monkeypatch.setattr(rows, "CHUNK", BLOCK)
    file = tmp_path / "rows.csv"
    days = (date(2018, 1, 31) + timedelta(number) for number in range(BLOCK * 5))
    file.write_text("period,date\n" + "".join(f"tm-opposition,{day:%d/%m/%y}\n" for day in days), encoding="utf-8")
    said = []
    for count in (1, 2):
        monkeypatch.setattr(workers, "usable", lambda count=count: count)
        monkeypatch.setattr(DeadlineRows, "columns", columns if count > 1 else asked)
        assert run(["batch", "deadlines", str(file), "--dayfirst", "--today", "2040-01-01"]) == 0
        said.append(capsys.readouterr())
    assert said[0] == said[1]
    assert f"{BLOCK * 5} years of two digits" in said[0].err


@pytest.mark.parametrize("most", [0, 1])
def test_fewer_copies_do_where_no_more_can_be_made(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    start = ForkProcess.start
    made = []

    def refused(self: ForkProcess) -> None:
        if len(made) == most:
            raise BlockingIOError("no more processes")
        made.append(start(self))

    monkeypatch.setattr(ForkProcess, "start", refused)
    assert list(shared(lambda part: part, range(9), 2)) == list(range(9))
    assert active_children() == []


def test_no_file_stays_open_where_this_process_cannot_be_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError("no more processes")

    before = os.listdir("/proc/self/fd")
    monkeypatch.setattr(os, "fork", refused)
    assert list(shared(lambda part: part, range(9), 2)) == list(range(9))
    assert os.listdir("/proc/self/fd") == before


def test_nothing_is_left_when_the_results_are_not_wanted_any_more() -> None:
    results = shared(lambda part: part, range(99), 2)
    assert next(results) == 0
    assert len(active_children()) == 2
    results.close()
    assert active_children() == []


def test_copies_end_with_a_process_that_is_killed() -> None:
    said = "import os; print(os.getpid(), flush=True)"
    work = f"import time; from ipcalc.rows.workers import shared\ndef work(part): time.sleep(part); return part\n{said}"
    run = f"{work}\nfor each in shared(work, [0, 0, *[0.1] * 999], 2): print(each, flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", run], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as made:
        assert made.stdout is not None
        assert [made.stdout.readline() for _ in range(3)] == [f"{made.pid}\n", "0\n", "0\n"]
        made.kill()
        made.wait()
        end = time.monotonic() + 30
        while _alive(made.pid) and time.monotonic() < end:
            time.sleep(0.05)
        assert not _alive(made.pid)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_interrupt_is_not_told_by_copies() -> None:
    run = (
        "import os, signal, time\nfrom ipcalc.rows.workers import shared\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # whether or not it is ignored here
        "def work(part): time.sleep(0.1); return part\n"
        "try:\n  for each in shared(work, range(999), 2): os.killpg(0, signal.SIGINT)\n"
        "except KeyboardInterrupt: print('interrupted')"
    )
    done = subprocess.run(
        [sys.executable, "-c", run], capture_output=True, text=True, start_new_session=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted\n", "")


def _matters(path: Path, count: int) -> Path:
    day = date(2004, 1, 31)
    lines = ["ref,right,client,filing,fer,registration"]
    for number in range(count):
        filing = day + timedelta(97 * number)
        lines.append(
            f"P-{number},patent,A,{filing},{filing + timedelta(500)},"
            if number % 2
            else f"T-{number},tm,B,{filing:%d/%m/%y},,{filing + timedelta(400)}"
        )
    lines.append("X-1,tm,C,2020-02-30,,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_check_and_dockets_say_the_same(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_TOGETHER", 7)
    monkeypatch.setattr(dockets, "_TOGETHER", 7)
    file = _matters(tmp_path / "matters.csv", 60)
    one, two = (Reading(Style(TODAY, dayfirst=True), workers=workers) for workers in (1, 2))
    assert book.check([file], today=TODAY, reading=two) == book.check([file], today=TODAY, reading=one)
    said = [book.dockets([file], today=TODAY, reading=reading) for reading in (one, two)]
    assert said[0] == said[1]
    assert said[0].to_dict() == said[1].to_dict()
    assert len(said[0].dockets) == 60
    assert len(said[0].faults) == 1


@pytest.mark.parametrize("more", [(), ("--data", str(OVERLAY))])
def test_batch_says_the_same(
    more: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rows, "CHUNK", BLOCK)
    periods = ("tm-opposition", "tm-renewal", "nothing", "acme-opposition-reminder", "patent-opposition")
    days = (date(2018, 1, 31) + timedelta(number) for number in range(BLOCK * 2 + 99))
    lines = [f"{periods[number % 5]},{day:%d/%m/%y}" for number, day in enumerate(days)]
    file = tmp_path / "rows.csv"
    file.write_text("period,date\n" + "\n".join(lines) + "\n", encoding="utf-8")
    said = []
    for count in (1, 2):
        monkeypatch.setattr(workers, "usable", lambda count=count: count)
        out = tmp_path / f"{count}.csv"
        status = run(["batch", "deadlines", str(file), "--dayfirst", "--today", f"{TODAY}", "-o", str(out), *more])
        said.append((status, out.read_bytes(), capsys.readouterr()))
    assert said[0] == said[1]
    assert said[0][0] == 1
    assert said[0][1].count(b"\n") == BLOCK * 2 + 100
    assert ("rows rest on the overlay" in said[0][2].err) == bool(more)
    assert "two digits" in said[0][2].err


def test_a_fault_of_the_program_leaves_the_rows_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = DeadlineRows.columns

    def columns(self: DeadlineRows, given: Mapping[int, Sequence[str]], count: int) -> Sequence[Sequence[str]]:
        if any("2023-09-30" in column for column in given.values()):
            raise ZeroDivisionError("planted")
        return asked(self, given, count)

    monkeypatch.setattr(DeadlineRows, "columns", columns)
    monkeypatch.setattr(rows, "CHUNK", BLOCK)
    monkeypatch.setattr(workers, "usable", lambda: 2)
    days = [date(2018, 1, 31) + timedelta(number) for number in range(BLOCK * 3)]
    file = tmp_path / "rows.csv"
    file.write_text("period,date\n" + "".join(f"tm-opposition,{day}\n" for day in days), encoding="utf-8")
    assert run(["batch", "deadlines", str(file), "--today", f"{TODAY}"]) == 70
    out, err = capsys.readouterr()
    number = days.index(date(2023, 9, 30)) + 1
    assert out.count("\n") == number  # the headings, and the rows before
    assert err.startswith(f"ipcalc: row {number}: a fault of the program, please report it: ZeroDivisionError: planted")
