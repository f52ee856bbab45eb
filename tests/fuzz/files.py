"""Files of every kind that the program reads: good ones, and such as are made of them by mutation."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from .values import HOSTILE, Values

Row = dict[str, str]


class Files:
    """Random files in a directory of their own."""

    def __init__(self, chance: Random, values: Values, where: Path) -> None:
        self.chance, self.values, self.where = chance, values, where
        self._number = 0

    def any(self) -> Path:
        """A file, or a directory, of some kind; broken in one of two cases."""
        makers: tuple[Callable[[], Path], ...] = (
            self.table,
            self.table,
            self.table,
            self.matter,
            self.matters,
            self.overlay,
        )
        path = self.chance.choice(makers)()
        if self.chance.random() < 0.5:
            for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
                each.write_bytes(self.mutated(each.read_bytes()))
        return path

    def table(self) -> Path:
        """Rows in one of the formats."""
        kind = self.chance.choice(("csv", "csv", "jsonl", "xlsx"))
        return self.written(self.rows(self.chance.choice(("deadlines", "fees", "matters"))), kind)

    def written(self, rows: list[Row], kind: str) -> Path:
        """A file of rows."""
        path = self._new(f"rows.{kind}")
        if kind == "xlsx":
            rows[:] = [{name: _plain(cell) for name, cell in row.items()} for row in rows]
        if kind == "jsonl":
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        elif kind == "xlsx":
            path.write_bytes(_workbook(rows))
        else:
            import csv

            with path.open("w", newline="", encoding="utf-8", errors="surrogatepass") as text:
                writer = csv.DictWriter(text, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        return path

    def rows(self, what: str) -> list[Row]:
        """Rows of deadlines, of fees or of matters; the last column is one that no command reads."""
        return [self._row(what, number) for number in range(self.chance.choice((1, 5, 20, 60)))]

    def _row(self, what: str, number: int) -> Row:
        values, chance = self.values, self.chance
        if what == "fees":
            row = {
                "fee": chance.choice(values.fees),
                "classes": str(chance.randrange(1, 5)),
                "years": "3",
                "on": values.day(),
            }
        elif what == "matters":
            row = {"ref": f"R{number}", "right": chance.choice(values.rights), "filing": values.day(), "priority": ""}
        else:
            row = {"period": chance.choice(values.periods), "date": values.day(), "grant": "", "occurrence": ""}
        if chance.random() < 0.1:
            row[chance.choice(list(row))] = chance.choice(
                [each for each in HOSTILE if "\0" not in each and "\udcff" not in each]
            )
        return {
            **row,
            "remark of ours": chance.choice(
                ("as advised", "00123", " two  spaces ", 'say "so"', "1,00,000", "=1+1", "")
            ),
        }

    def matter(self) -> Path:
        """A matter in YAML or JSON."""
        right = self.chance.choice(self.values.rights)
        matter = {
            "right": right,
            "ref": "A 1",
            "events": {"filing": self.values.day(), self.chance.choice(self.values.events): self.values.day()},
        }
        if self.chance.random() < 0.3:
            matter[self.chance.choice(("office", "client", "done", "facts", "applicant", "closed"))] = (
                self.chance.choice(("delhi", 5, {}, [], "x"))
            )  # type: ignore[assignment]
        path = self._new(self.chance.choice(("matter.yaml", "matter.json")))
        path.write_text(json.dumps(matter), encoding="utf-8")
        return path

    def matters(self) -> Path:
        """A directory of matters."""
        path = self._new("matters")
        path.mkdir()
        for number in range(2):
            (path / f"{number}.yaml").write_bytes(self.matter().read_bytes())
        return path

    def overlay(self) -> Path:
        """A directory whose entries are laid over the built-in ones."""
        path = self._new("overlay")
        path.mkdir()
        version = {
            "from": "2003-09-15", "decided_by": "filing", "trigger": "filing", "citation": "ours", "evidence": "house",
            "limits": [{"kind": "due", self.chance.choice(("months", "days", "working_days", "x")): self.chance.choice((1, 12, 10_000, "two"))}],
        }  # fmt: skip
        period = {
            "title": "Ours",
            "right": "tm",
            "by": "applicant",
            "begins": "begins with the Act",
            "versions": [version],
        }
        (path / "periods.yaml").write_text(
            json.dumps({"periods": {self.chance.choice(("ours", *self.values.periods[:3])): period}})
        )
        return path

    def mutated(self, data: bytes) -> bytes:
        """Some bytes otherwise: flipped, cut, doubled, or with something hostile among them."""
        if data[:2] == b"PK" and self.chance.random() < 0.7:
            return self._rezipped(data)
        for _ in range(self.chance.choice((1, 1, 2, 5))):
            at = self.chance.randrange(len(data) + 1)
            end = min(len(data), at + self.chance.choice((1, 1, 5, 40)))
            piece = self.chance.choice(
                (b"", data[at:end] * 2, bytes([self.chance.randrange(256)]), self.chance.choice(HOSTILE).encode("utf-8", "replace"),
                 b"\xff\xfe", b'"', b"\n", b"\r", b"\0", b"[" * 200, b": ", b"&x;")
            )  # fmt: skip
            data = data[:at] + piece + data[end:]
        return data.decode("utf-8", "replace").encode("utf-16") if self.chance.random() < 0.03 else data

    def _rezipped(self, data: bytes) -> bytes:
        """A workbook of which one part is mutated."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            chosen = self.chance.choice(book.namelist())
            for name in book.namelist():
                part = book.read(name)
                made.writestr(name, self.mutated(part) if name == chosen else part)
        return out.getvalue()

    def _new(self, name: str) -> Path:
        self._number += 1
        where = self.where / str(self._number)
        where.mkdir(parents=True)
        return where / name


def _plain(cell: str) -> str:
    """A cell as a workbook can hold it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", cell).replace("\r", "").encode("utf-8", "replace").decode()


def _workbook(rows: list[Row]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (list(rows[0]), *(row.values() for row in rows)):
        sheet.append(list(cells))
    for line in sheet.iter_rows():
        for cell in line:
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
