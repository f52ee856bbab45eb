"""The law was written down twice, by two who did not see each other's work: both are joined here, row by row.

`transcription/fees.csv` and `periods.csv` say what the sources print, with file, line and words; the data says the same,
but for what `rest.yaml` lists, each with its reason. `names.yaml` says what bears another name.
"""

from __future__ import annotations

import pytest

import transcribed as second
from ipcalc.book import Book


def test_every_row_of_the_fees_is_in_the_data(book: Book) -> None:
    differ = [second.key(row) for row in second.rows("fees") if second.fee_fault(book.rulebook, row)]
    assert sorted(differ) == second.rest("fees not in the data")


def test_every_sum_of_the_data_is_transcribed(book: Book) -> None:
    differ = second.fees_not_transcribed(book.rulebook, second.rows("fees"))
    assert sorted(differ) == second.rest("fees not in the transcription")


def test_every_row_of_the_periods_is_in_the_data(book: Book) -> None:
    differ = [second.key(row) for row in second.rows("periods") if second.period_fault(book.rulebook, row)]
    assert sorted(differ) == second.rest("periods not in the data")


def test_every_length_of_the_data_is_transcribed(book: Book) -> None:
    differ = second.periods_not_transcribed(book.rulebook, second.rows("periods"))
    assert sorted(differ) == second.rest("periods not in the transcription")


@pytest.mark.parametrize("name", ["fees", "periods"])
def test_every_row_says_where_its_words_stand(name: str) -> None:
    without = [
        row.line for row in second.rows(name) if not (row["source_file"] and row["source_line"] and row["words"])
    ]
    assert without == []


@pytest.mark.parametrize(("name", "column", "wrong"), [("fees", "amount", "1"), ("periods", "length", "1 week")])
def test_a_wrong_row_is_found(book: Book, name: str, column: str, wrong: str) -> None:
    row = second.rows(name)[0]
    changed = second.Row(row.line, {**row.cells, column: wrong})
    fault = second.fee_fault if name == "fees" else second.period_fault
    assert fault(book.rulebook, row) is None
    assert fault(book.rulebook, changed) is not None


def test_every_name_is_used() -> None:
    for section, heading, part in (("fees", "fee", "part"), ("periods", "period", "branch")):
        rows = second.rows(section)
        said = {row[heading] for row in rows} | {f"{row[heading]} / {row[part]}" for row in rows}
        assert set(second.NAMES[section]) - said == set()
