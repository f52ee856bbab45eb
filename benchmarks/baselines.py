"""What the benchmark compares with: the least that a program could do in each case.

    python benchmarks/baselines.py hello            a Typer program that prints one word
    python benchmarks/baselines.py csv IN OUT CELLS copy a CSV file with constant columns added
    python benchmarks/baselines.py json IN OUT CELLS
    python benchmarks/baselines.py naive IN OUT     four months on every date, with python-dateutil

CELLS is a JSON object: the names of the added columns and their constants.
"""

from __future__ import annotations

import sys


def hello() -> None:
    import typer

    app = typer.Typer()

    @app.command()
    def hello() -> None:
        print("hello")

    app()


def copy_csv(source: str, target: str, cells: str) -> None:
    import csv
    import json

    added = json.loads(cells)
    with open(source, newline="", encoding="utf-8") as text, open(target, "w", newline="", encoding="utf-8") as out:
        rows, writer = csv.reader(text), csv.writer(out)
        writer.writerow(next(rows) + list(added))
        constants = list(added.values())
        for row in rows:
            writer.writerow(row + constants)


def copy_json(source: str, target: str, cells: str) -> None:
    import json

    added = json.loads(cells)
    with open(source, encoding="utf-8") as text, open(target, "w", encoding="utf-8") as out:
        for line in text:
            out.write(json.dumps(json.loads(line) | added, ensure_ascii=False) + "\n")


def naive(source: str, target: str) -> None:
    import csv
    from datetime import date

    from dateutil.relativedelta import relativedelta

    with open(source, newline="", encoding="utf-8") as text, open(target, "w", newline="", encoding="utf-8") as out:
        rows, writer = csv.DictReader(text), csv.writer(out)
        writer.writerow([*(rows.fieldnames or ()), "due"])
        for row in rows:
            due = date.fromisoformat(row["date"]) + relativedelta(months=4)
            writer.writerow([*row.values(), due.isoformat()])


if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    if name == "hello":
        sys.argv = ["hello", *rest]
        hello()
    else:
        {"csv": copy_csv, "json": copy_json, "naive": naive}[name](*rest)
