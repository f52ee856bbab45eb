"""What all shapes share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TypeVar, dataclass_transform, get_args

from ipcalc.frozen import NamedTuple, frozen_by_name

Grade = Literal["text", "two", "one", "house", "guide", "unverified"]
Kind = Literal["opens", "due", "extended", "late", "restoration"]
Ending = Literal["repealed", "not known after"]
Beginning = Literal["begins with the Act", "not known before"]


class Note(NamedTuple):
    """One sentence that belongs to an answer.

    Attributes:
        kind: `doubt` (it could change the date or the sum), `condition` (what else must hold, be filed or be paid) or
            `information`.
        text: the sentence.
    """

    kind: str
    text: str


DOUBT, CONDITION, INFORMATION = "doubt", "condition", "information"


class Ref:
    """Marks a word as the name of an entry of a section of the data, and says what is to be said of any other word."""

    def __init__(self, section: str, unknown: str) -> None:
        self.section, self.unknown = section, unknown


_ONE_OF = "{word!r} is not one of {all}{near}"

Applicant = Annotated[str, Ref("applicants", "unknown applicant {word!r}{near}")]
CaseId = Annotated[str, Ref("cases", _ONE_OF)]
EstimateId = Annotated[str, Ref("estimates", "unknown estimate {word!r}{near}")]
ClosingId = Annotated[str, Ref("closings", _ONE_OF)]
EventId = Annotated[str, Ref("events", "unknown event {word!r}{near}")]
FactId = Annotated[str, Ref("facts", "unknown fact {word!r}{near}")]
FeeId = Annotated[str, Ref("fees", "unknown fee {word!r}{near}")]
FormId = Annotated[str, Ref("forms", "unknown form {word!r}{near}")]
JournalId = Annotated[str, Ref("journals", _ONE_OF)]
Mode = Annotated[str, Ref("modes", "unknown mode {word!r}{near}")]
OfficeId = Annotated[str, Ref("offices", "unknown office {word!r}{near}")]
PartnerId = Annotated[str, Ref("partners", "unknown partner {word!r}{near}")]
PartyCode = Annotated[str, Ref("parties", "no party has the code {word!r}")]
PeriodId = Annotated[str, Ref("periods", "unknown period {word!r}{near}")]
PlaceId = Annotated[str, Ref("places", _ONE_OF)]
Right = Annotated[str, Ref("rights", _ONE_OF)]
Role = Annotated[str, Ref("roles", "unknown role {word!r}{near}")]
SourceId = Annotated[str, Ref("sources", "unknown source {word!r}{near}")]
TreatyId = Annotated[str, Ref("treaties", "unknown treaty {word!r}{near}")]
UnionId = Annotated[str, Ref("unions", "unknown union {word!r}{near}")]
UnitId = Annotated[str, Ref("units", "unknown unit {word!r}{near}")]

_STRICT = {"extra": "forbid", "strict": True, "alias_generator": lambda name: name.removesuffix("_")}

T = TypeVar("T")
G = TypeVar("G", bound=str)

GRADES: tuple[str, ...] = get_args(Grade)
HOUSE = "house"  # the grade of what an overlay says itself
BUILT_IN = "built-in"  # the layer of what no overlay says
WEAK = GRADES[GRADES.index("guide") :]


def weakest(grades: Iterable[G]) -> G:
    """The weakest of some grades of evidence, of which there is at least one."""
    return max(grades, key=GRADES.index)


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
def shape(cls: type[T]) -> type[T]:
    """Make a class a frozen dataclass that is made from keywords, compared by identity, and validated strictly."""
    cls.__pydantic_config__ = _STRICT  # type: ignore[attr-defined]
    return frozen_by_name(cls)


class _Nothing(Mapping[Any, Any]):
    """A mapping without entries that nobody can put entries into, as the default of a field."""

    __hash__ = object.__hash__

    def __getitem__(self, key: object) -> NoReturn:
        raise KeyError(key)

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0


NOTHING: Mapping[Any, Any] = _Nothing()


@shape
class Said:
    """A sentence that is more than information: a doubt, or a condition."""

    doubt: str | None = None
    condition: str | None = None


if TYPE_CHECKING:
    Sentence = Note
else:
    Sentence = str | Said
