"""Writing into the file of a matter what was done: what else stands there stays, and the file is whole or as it was."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipcalc.batch.matters.files import FILES, MatterFiles, Placed, kind_of
from ipcalc.batch.matters.table import ACCEPTED
from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen
from ipcalc.rows.edit import edit
from ipcalc.rows.output import named, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ipcalc.calc.matters.matter import Act, Matter
    from ipcalc.calc.matters.words import RightWords

_NESTED = re.compile(r"^[^\s#-][^\n]*:[^\n]*\n( +)[^\s#-]", re.MULTILINE)  # the first key in another
_LISTED = re.compile(r"^[^\s#-][^\n]*:[^\n]*\n( *)- ", re.MULTILINE)  # the first member of a list


@frozen
class Entry:
    """What is to be written: the act of a period, and the days of events (of each all, in order).

    `proceeding` names the proceeding of the matter to which they belong.
    """

    acts: Mapping[str, Act]
    events: Mapping[str, tuple[date, ...]]
    proceeding: str | None = None


def write(files: MatterFiles, found: Placed, entry: Entry, expected: Matter) -> None:
    """Write an entry into the file in which a matter was found.

    Args:
        files: what has read the file.
        found: the matter and its place.
        entry: what is new.
        expected: the matter as it must then be read.

    Raises:
        BadRequest: the file cannot be written, or would not say what is meant.
    """
    path = Path(found.file)
    if not path.is_file():
        raise BadRequest(f"{found.file} is not a file that can be written")
    kind = kind_of(path, None)
    with whole([path]) as parts:
        part = parts[path]
        with named(path):
            if kind in FILES:
                text = path.read_text(encoding="utf-8")
                words = files.words.of(found.matter.right)
                part.write_text((_yaml if kind == "yaml" else _json)(text, entry, words), encoding="utf-8", newline="")
            else:
                line = found.line_of(entry.proceeding)
                edit(path, part, kind, files.how.encoding, line, _cells(entry, in_workbook=kind == "xlsx"))
        _check(MatterFiles(files.words.book, files.how), part, kind, found._replace(matter=expected))


def _check(reader: MatterFiles, part: Path, kind: str, expected: Placed) -> None:
    """Raise BadRequest where what was written is not read as it was meant."""
    again = (each for each in reader.of(part, kind) if isinstance(each, Placed) and each.line == expected.line)
    if [each.matter for each in again] != [expected.matter]:
        raise BadRequest(f"{expected.file}: the new file would not say what you mean: make the change by hand")


# ---------------------------------------------------------------------- matter files
def _yaml(text: str, entry: Entry, words: RightWords) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    nested, listed = _NESTED.search(text), _LISTED.search(text)
    offset = len(listed[1]) if listed else 2
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 4096
    yaml.indent(mapping=len(nested[1]) if nested else 2, sequence=offset + 2, offset=offset)
    document: Any = yaml.load(text)
    _put(document, entry, words, CommentedMap, _in_one_line)
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _json(text: str, entry: Entry, words: RightWords) -> str:
    document = json.loads(text)
    _put(document, entry, words, dict, lambda value: value)
    indent = 2 if "\n" in text.strip() else None
    return json.dumps(document, indent=indent, ensure_ascii=False, default=str) + ("\n" if text.endswith("\n") else "")


def _put(
    document: Any, entry: Entry, words: RightWords, mapping: type, shown: Callable[[dict[str, Any] | list[Any]], Any]
) -> None:
    """Put an entry into the values of a matter file, under the names that the file uses."""
    if entry.proceeding is not None:
        document = next(each for each in document["proceedings"] if str(each.get("ref")) == entry.proceeding)
    parts = (("events", _events(entry), words.event_id), ("done", _acts(entry), words.period_id))
    for key, values, meaning in parts:
        for name, value in values.items():
            if not document.get(key):
                document[key] = mapping()
            called = next((each for each in document[key] if meaning(each) == name), name)
            document[key][called] = shown(value) if isinstance(value, dict | list) else value


def _in_one_line(value: dict[str, Any] | list[Any]) -> Any:
    """A mapping or a list that YAML writes in one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    made: Any = CommentedMap(value) if isinstance(value, dict) else CommentedSeq(value)
    made.fa.set_flow_style()
    return made


def _events(entry: Entry) -> dict[str, Any]:
    return {name: days[0] if len(days) == 1 else list(days) for name, days in entry.events.items()}


def _acts(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, act in entry.acts.items():
        more: dict[str, Any] = {} if act.through is None else {"through": act.through}
        accepted = {"accepted": True} if act.accepted else {}
        found[name] = {**more, "on": act.on, **accepted} if more or accepted else act.on
    return found


# ---------------------------------------------------------------------- tables
def _cells(entry: Entry, *, in_workbook: bool) -> dict[str, str | date]:
    """The cells of a table that say what an entry says."""
    found: dict[str, str | date] = {name: _cell(days, in_workbook) for name, days in entry.events.items()}
    for name, act in entry.acts.items():
        assert act.on is not None
        found[f"done:{name}"] = f"{act.on} {ACCEPTED}" if act.accepted else _cell((act.on,), in_workbook)
        if act.through is not None:
            found[f"through:{name}"] = str(act.through)
    return found


def _cell(days: Sequence[date], in_workbook: bool) -> str | date:
    return days[0] if in_workbook and len(days) == 1 else "; ".join(map(str, days))
