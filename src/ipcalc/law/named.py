"""The entry that a word means: an id in any case, or another name of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest, nearest
from ipcalc.law.names import plain, plain_form, written_form
from ipcalc.law.sections import Sections

if TYPE_CHECKING:
    from collections.abc import Collection


class Named(Sections):
    """What finds entries of the data by their names. A word that means several, or none where one is to be given back,
    is refused: `BadRequest`."""

    def named(self, section: str, word: str, among: Collection[str] = ()) -> str | None:
        """The id of an entry that a word means, in any case, by itself or as another name; None where it means none.
        Where it means several, the one `among` these is meant."""
        if word in self.data[section]:
            return word
        found = self.data["names"][section].get(plain(word), ())
        found = [each for each in found if each in among] or found
        if len(found) > 1:
            raise BadRequest(f"{section[:-1]} {word!r} is ambiguous: {', '.join(found)}")
        return found[0] if found else None

    def period_id(self, name: str) -> str:
        """The id that `name` stands for: an id, a short name, an id without its right where only one fits, or a form;
        any of them with the code of an office abroad, as ID/OFFICE."""
        name, _, office = name.partition("/")
        found = self.named("periods", name) or self._period_of_form(name)
        if found is None:
            shorts = [short for entry in self.data["periods"].values() for short in entry.get("short", ())]
            raise BadRequest(f"unknown period {name!r}{nearest(name, [*self.data['periods'], *shorts])}")
        return f"{found}/{office.strip().upper()}" if office else found

    def _period_of_form(self, name: str) -> str | None:
        form = self.form_id(name)
        if form is None:
            return None
        found = self.data["periods_with_form"].get(form, ())
        if len(found) != 1:
            candidates = f"several periods: name one of {', '.join(found)}" if found else "no period"
            raise BadRequest(f"{form} is the form of {candidates}")
        return str(found[0])

    def right(self, name: str) -> str:
        """The right that a word means."""
        return self._word("rights", name)

    def event(self, name: str) -> str:
        """The event that a word means."""
        found = self.named("events", name)
        if found is None:
            raise BadRequest(f"unknown event {name!r}{nearest(name, self.data['events'])}")
        return found

    def applicant(self, name: str) -> str:
        """The class of applicant that a word means."""
        return self._word("applicants", name)

    def mode(self, name: str) -> str:
        """The mode of filing that a word means."""
        return self._word("modes", name)

    def case(self, name: str) -> str:
        """The case of a fee that a word means."""
        return self._word("cases", name)

    def _word(self, section: str, name: str) -> str:
        """The id of an entry that a word means, where the ids are few enough to be named in an error."""
        found = self.named(section, name)
        if found is None:
            known = self.data[section]
            raise BadRequest(f"unknown {section[:-1]} {name!r}{nearest(name, known)} (one of {', '.join(known)})")
        return found

    def office(self, name: str) -> str:
        """The id of an office."""
        found = self.named("offices", name)
        if found is None:
            raise BadRequest(f"unknown office {name!r}: it is one of {', '.join(self.data['offices'])}")
        return found

    def form_id(self, name: str) -> str | None:
        """The form that `name` means, whatever its case, spaces and dashes; None where there is none."""
        wanted = plain_form(name) if written_form(name) else ""
        return next((form for form in self.data["forms"] if plain_form(form) == wanted), None)
