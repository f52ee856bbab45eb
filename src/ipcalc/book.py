"""The answers of ipcalc, from Python: `ipcalc.load()` gives a `Book`."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipcalc import money
from ipcalc.calc.asking import check_days, events_named, options_of, paying_of
from ipcalc.calc.deadlines.engine import Engine
from ipcalc.calc.deadlines.events import matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.deadlines.rule import shown
from ipcalc.calc.matters.amounts import check_counts, check_counts_of, priced
from ipcalc.frozen import replace
from ipcalc.law.load import load as load_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal
    from typing import Unpack

    from ipcalc.batch.checks.finding import Checked
    from ipcalc.batch.deadlines import DeadlineRows
    from ipcalc.batch.fees import FeeRows
    from ipcalc.batch.imports.run import Imported
    from ipcalc.batch.matters.dockets import Dockets, Matters
    from ipcalc.batch.matters.files import MatterFault, MatterFiles, Placed, Reading
    from ipcalc.batch.matters.record import Recorded, Wanted
    from ipcalc.batch.verify import Verification
    from ipcalc.calc.asking import Asking
    from ipcalc.calc.fees.charges import Charge
    from ipcalc.calc.fees.compare import Comparison
    from ipcalc.calc.fees.estimate import Bill
    from ipcalc.calc.matters.amounts import Paying
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.matters.portfolio import Portfolio
    from ipcalc.calc.registers.checklist import DocumentList
    from ipcalc.calc.registers.classes import Classes
    from ipcalc.calc.registers.cooperation import CooperationRegister
    from ipcalc.calc.registers.find import Findings
    from ipcalc.calc.registers.journals import JournalIssue, Journals
    from ipcalc.calc.registers.numbers import Numbers
    from ipcalc.calc.registers.offices import TerritoryList, TerritoryOffice
    from ipcalc.calc.registers.overlay import OverlayChanges
    from ipcalc.calc.registers.treaties import TreatyRegister
    from ipcalc.calc.results import Deadline
    from ipcalc.calc.rules import FormShown, Rules
    from ipcalc.errors import IpcalcError
    from ipcalc.law.rulebook import Rulebook


class Book:
    """A rulebook and the questions that it answers.

    Every method raises `BadRequest` where the question is wrong and `NoAnswer` where the rulebook cannot answer it.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self.rulebook)

    # ------------------------------------------------------------------ deadlines
    def deadline(
        self,
        period: str,
        when: date | None = None,
        *,
        events: Mapping[str, date] | None = None,
        occurrence: int | None = None,
        done: date | None = None,
        **asking: Unpack[Asking],
    ) -> Deadline:
        """The answer of one period.

        Args:
            period: an id (`tm-opposition`) or a short name (`opposition`).
            when: the date of the period's trigger.
            events: further dates of the matter, by event.
            occurrence: which return of a recurring period (an annuity's year, a renewal's number).
            done: the day of the act; the answer says whether it was in time.
            asking: see `Asking`.

        Returns:
            Dates and authority. A recurring period without `occurrence` is refused: see `deadlines`.
        """
        paying = paying_of(self.rulebook, asking)
        name, options, found = self._ask(period, when, events, asking, done)
        (answer,) = self._priced([self._engine.deadline(name, found, options, occurrence)], paying, options.today)
        return answer

    def deadlines(
        self,
        period: str,
        when: date | None = None,
        *,
        events: Mapping[str, date] | None = None,
        **asking: Unpack[Asking],
    ) -> tuple[Deadline, ...]:
        """All occurrences of a recurring period up to the end of the term or, where there is none, up to the first
        whose last limit is not past on `today`; for any other period its one answer. The arguments are those of
        `deadline`."""
        paying = paying_of(self.rulebook, asking)
        name, options, found = self._ask(period, when, events, asking)
        asked = self.rulebook.period(name)
        if asked.abroad:
            answers = self._engine.abroad(name, found, options)
        elif asked.recurs is None:
            answers = [self._engine.deadline(name, found, options)]
        else:
            answers = self._engine.open_deadlines(name, found, options)
        return tuple(self._priced(answers, paying, options.today))

    def deadline_rows(
        self,
        columns: Sequence[str] | None,
        *,
        today: date,
        period: str | None = None,
        office: str | None = None,
        as_of: date | None = None,
        suspensions: bool = False,
        strict: bool = False,
        dayfirst: bool = False,
        serial_dates: bool = False,
    ) -> DeadlineRows:
        """What answers many rows at once: `answer(rows)` gives the cells that `ipcalc batch deadlines` adds to each.

        Args:
            columns: the names of the cells of a row, in order: `period`, `date`, events, `office`, `as_of`,
                `occurrence`, `done`; any other name is not read. None where `use` will say what they are.
            today: decides which occurrence of a recurring period is open.
            period, office, as_of: for rows that have none of their own.
            suspensions, strict: as for `deadline`.
            dayfirst: read `05/03/2012` as 5 March 2012.
            serial_dates: read `45716` as the day that spreadsheets give this number.
        """
        from ipcalc.batch.deadlines import DeadlineRows
        from ipcalc.dates import Style
        from ipcalc.rows.headings import use

        asking: Asking = {
            "today": today,
            "office": office,
            "as_of": as_of,
            "suspensions": suspensions,
            "strict": strict,
        }
        options, style = options_of(self.rulebook, asking), Style(today, dayfirst, serial_dates)
        return use(DeadlineRows(self._engine, options, style, period), columns)

    def fee_rows(
        self,
        columns: Sequence[str] | None,
        *,
        today: date,
        fee: str | None = None,
        applicant: str = "other",
        mode: str = "e-filing",
        on: date | None = None,
        rates: Mapping[str, Decimal | int | str] | None = None,
        strict: bool = False,
        dayfirst: bool = False,
        serial_dates: bool = False,
    ) -> FeeRows:
        """What answers many rows of fees at once: `answer(rows)` gives the cells that `ipcalc batch fees` adds to each.

        Args:
            columns: as for `deadline_rows`: `fee`, the quantities by name, `year`, `years`, `advance`, `late_months`,
                the cases of the data (`addition`), `applicant`, `mode`, `on`.
            today: the day of payment of rows without one, where `on` is not given either.
            fee, applicant, mode, on: for rows that have none of their own.
            rates: as for `fee`, where a row has a sum in such a currency.
            strict, dayfirst, serial_dates: as for `deadline_rows`.
        """
        from ipcalc.batch.fees import FeeDefaults, FeeRows
        from ipcalc.rows.headings import use

        converted = money.rates(rates or {})
        defaults = FeeDefaults(today, fee, applicant, mode, on, converted, strict, dayfirst, serial_dates)
        return use(FeeRows(self.rulebook, defaults), columns)

    def import_table(
        self,
        file: Path,
        *,
        kind: str = "csv",
        encoding: str | None = None,
        sheet: str | None = None,
        into: Path | None = None,
        right: str | None = None,
        renamed: Mapping[str, str] | None = None,
        kept: Iterable[str] = (),
        header_row: int | None = None,
        dayfirst: bool = False,
        serial_dates: bool = False,
        today: date | None = None,
    ) -> Imported:
        """A table of matters out of a file as people have it, with what its headings were taken for.

        Args:
            file: the file, of the format `kind` (`csv`, `jsonl` or `xlsx`) and, of text, the `encoding`.
            sheet: of a workbook with several.
            into: a table of matters, a matter file or a folder of them, into which the rows are merged by their
                numbers; nothing is written.
            right: of rows that say none.
            renamed: which column of a table of matters a heading stands for.
            kept: headings that are carried along although they are close to the name of such a column.
            header_row: the number of the row that has the headings.
            dayfirst, serial_dates: as for `deadline_rows`.
            today: the day of the import.
        """
        from ipcalc.batch.imports.into import is_of_files, merged_files
        from ipcalc.batch.imports.merge import merged
        from ipcalc.batch.imports.run import ImportOptions, imported
        from ipcalc.batch.imports.table import read_table
        from ipcalc.dates import Style
        from ipcalc.rows.grid import grids_of

        style = Style(today or date.today(), dayfirst, serial_dates)
        options = ImportOptions(style, right, renamed or {}, tuple(kept), header_row, sheet)
        found = imported(self.rulebook, grids_of(file, kind, encoding), options)
        if into is None:
            return found
        if is_of_files(into):
            new = merged_files(self.rulebook, style, into, found.table)
            unread, said = (*found.unread, *new.unread), (*found.said, *new.said)
            return replace(found, updates=new.updates, unread=unread, said=said, texts=new.texts)
        table, updates, told = merged(self.rulebook, style, read_table(into), found.table)
        return replace(found, table=table, updates=tuple(updates), said=(*found.said, *told))

    def docket(
        self,
        matter: str | Matter,
        events: Mapping[str, date] | None = None,
        *,
        facts: Mapping[str, bool] | None = None,
        acting_for: str | None = None,
        project: bool = False,
        every: bool = False,
        within: int | None = None,
        **asking: Unpack[Asking],
    ) -> Docket:
        """What is to be done in a matter, in order of date, what waits for which event, and what else may apply.

        Args:
            matter: a `Matter`, or its right: `tm`, `madrid`, `patent`, `pct`, `design` or `gi`.
            events, facts: its dates by event and its facts by name, where only the right is given.
            acting_for: the party that has to act, where the matter does not say it: `owner` (the default),
                `challenger`, `both`, or the name of a role.
            project: take each later step on the last day of the one before it, marked projected.
            every: with what is past and done on `today`, the office's own times and the other side's.
            within: of what comes again, all that falls due in so many days; None for the next one.
            asking: see `Asking`. What a matter says of its office, its applicant and its quantities counts before that
                which is asked for.
        """
        from ipcalc.calc.matters.matter import Matter
        from ipcalc.calc.matters.occasions import Shown

        held = matter if isinstance(matter, Matter) else Matter(right=matter, events=events or {}, facts=facts or {})
        if counts := asking.get("counts"):
            check_counts_of(self.rulebook, self.rulebook.right(held.right), counts)
        return self._portfolio(acting_for, asking).docket(held, Shown(every, within, project))

    def template(self, right: str) -> str:
        """A matter file of a right to fill in, with all its events."""
        from ipcalc.batch.matters.template import template

        return template(self.rulebook, right)

    def schema(self) -> dict[str, Any]:
        """The JSON schema of a matter file."""
        from ipcalc.batch.matters.schema import schema

        return schema(self.rulebook)

    def matters(self, files: Iterable[str | Path], reading: Reading | None = None) -> Matters:
        """The matters of files and folders, and every fault of theirs with its file and line.

        Args:
            files: matter files (YAML, JSON), tables of matters (CSV, XLSX, JSON Lines), and folders of both.
            reading: how they are read.
        """
        from ipcalc.batch.matters.dockets import Matters
        from ipcalc.batch.matters.files import MatterFault, Placed
        from ipcalc.batch.matters.joining import Joining

        reader, joining = self._matter_files(reading), Joining(self.rulebook)
        found = joining.all_of(reader.read(map(Path, files)))
        matters = tuple(each.matter for each in found if isinstance(each, Placed))
        faults = tuple(each for each in found if isinstance(each, MatterFault))
        return Matters(matters, faults, (*reader.told(), *joining.told()))

    def dockets(
        self,
        matters: Iterable[str | Path | Matter],
        *,
        reading: Reading | None = None,
        client: str | None = None,
        ref: str | None = None,
        acting_for: str | None = None,
        project: bool = False,
        every: bool = False,
        within: int | None = None,
        **asking: Unpack[Asking],
    ) -> Dockets:
        """The docket of each of many matters; a matter that cannot be read or answered is a fault, the others stand.

        Args:
            matters: files and folders of matters, and matters themselves.
            reading: how files are read.
            client: the matters of this client alone.
            ref: the matter of this name alone.
            acting_for, project, every, within, asking: as for `docket`.
        """
        from ipcalc.batch.matters.dockets import Narrow, dockets
        from ipcalc.batch.matters.files import Placed
        from ipcalc.batch.matters.joining import Joining
        from ipcalc.calc.matters.matter import Matter
        from ipcalc.calc.matters.occasions import Shown
        from ipcalc.rows.progress import counted

        reader = self._matter_files(reading, asking.get("today"), asking.get("strict", False))
        joining, portfolio = Joining(self.rulebook), self._portfolio(acting_for, asking)

        def found() -> Iterator[Placed | MatterFault]:
            for each in matters:
                yield from [Placed(each, "", 0)] if isinstance(each, Matter) else reader.read([Path(each)])

        def ask(matters: Sequence[Matter]) -> list[Docket | IpcalcError]:
            return portfolio.dockets(matters, Shown(every, within, project))

        each_one = counted(joining.all_of(found()), reader.how.progress)
        answers = dockets(Narrow(client, ref)(each_one), ask, reader.how.workers)
        return replace(answers, told=(*reader.told(), *joining.told()))

    def record(
        self, wanted: Wanted, matters: Iterable[str | Path], *, today: date, reading: Reading | None = None
    ) -> Recorded:
        """Write into the file of a matter what was done or what happened, and say what that closed and opened.

        Args:
            wanted: the matter, and what is recorded of it.
            matters: the files and folders of matters.
            today: nothing was done after it.
            reading: how files are read.
        """
        from ipcalc.batch.matters.record import record

        files, portfolio = self._matter_files(reading, today), self._portfolio(None, {"today": today})
        return record(self._engine, files, map(Path, matters), wanted, Options(today=today), portfolio.docket)

    def check(
        self,
        files: Iterable[str | Path],
        *,
        today: date,
        within: int = 30,
        client: str | None = None,
        acting_for: str | None = None,
        period: str | None = None,
        office: str | None = None,
        suspensions: bool = False,
        applicant: str = "other",
        mode: str = "e-filing",
        reading: Reading | None = None,
    ) -> Checked:
        """What files of matters and files of rows still ask for: lapsed, overdue, due within some days, unanswerable.

        Args:
            files: matter files, tables of matters, files of rows, and folders of them.
            today: the day of the check.
            within: how many days ahead are near.
            client: the matters and rows of this client alone.
            acting_for: the party that has to act, where a matter does not say it.
            period: that of rows that name none; tables then have a row for each period.
            office, suspensions, applicant, mode: see `Asking`. What a matter says of itself counts before them.
            reading: how files are read.
        """
        from ipcalc.batch.checks.run import Check
        from ipcalc.batch.matters.dockets import Narrow
        from ipcalc.calc.results import RulebookRef

        asking: Asking = {"today": today, "office": office, "suspensions": suspensions}
        asking |= {"applicant": applicant, "mode": mode}
        reader = self._matter_files(reading, today)
        check = Check(self._portfolio(acting_for, asking), reader, period, (today, within), Narrow(client))
        rules = self.rulebook
        ref = RulebookRef(rules.version, min(map(rules.checked_to, rules.rights)), rules.digest)
        return replace(check.run(map(Path, files)), rulebook=ref)

    def verify(
        self,
        files: Iterable[str | Path],
        *,
        today: date,
        acting_for: str | None = None,
        period: str | None = None,
        office: str | None = None,
        suspensions: bool = False,
        reading: Reading | None = None,
    ) -> Verification:
        """The dates of an existing docket, calculated again: those of a file of rows (`stated`), or of matters.

        Args:
            files: matter files and tables of matters, and folders of them; or one file of rows.
            today: the day of the verification.
            acting_for: the party that has to act, where a matter does not say it.
            period: that of rows that name none.
            office, suspensions: see `Asking`.
            reading: how files are read.
        """
        from ipcalc.batch.verifying import verified

        reader = self._matter_files(reading, today)
        options = options_of(self.rulebook, {"today": today, "office": office, "suspensions": suspensions})
        return verified(self._engine, reader, options, [Path(each) for each in files], period, acting_for)

    def _matter_files(self, reading: Reading | None, today: date | None = None, strict: bool = False) -> MatterFiles:
        from ipcalc.batch.matters.files import MatterFiles, Reading
        from ipcalc.dates import Style

        how = reading or Reading(Style(today or date.today()))
        return MatterFiles(self.rulebook, replace(how, strict=strict) if strict else how)

    def recurs(self, period: str) -> bool:
        """Whether a period has several answers: it comes again and again, so that `deadline` needs an `occurrence`, or
        it is answered by office abroad."""
        asked = self.rulebook.period(self.rulebook.period_id(period))
        return asked.recurs is not None or bool(asked.abroad)

    def trigger(self, period: str) -> str:
        """The event whose date `deadline` takes as `when`."""
        return str(shown(self.rulebook.period(self.rulebook.period_id(period))))

    def checklist(
        self, what: str, events: Mapping[str, date] | None = None, *, today: date | None = None
    ) -> DocumentList:
        """The documents of an undertaking (`patent`), with the day by which each is due and its authority.

        Args:
            what: which checklist.
            events: the dates of the matter, which say what matter it is; without any all documents are listed.
            today: as for `deadline`.
        """
        from ipcalc.calc.registers.checklist import checklist

        return checklist(self._engine, what, events_named(self.rulebook, events), Options(today=today))

    # ------------------------------------------------------------------ fees
    def estimate(
        self,
        what: str,
        *,
        filing: date | None = None,
        today: date | None = None,
        applicant: str | Iterable[str] = "other",
        mode: str = "e-filing",
        wanted: Iterable[str] = (),
        to: Mapping[str, int] | None = None,
        route: str | None = None,
        events: Mapping[str, date] | None = None,
        case: str | None = None,
        addition: bool = False,
        rates: Mapping[str, Decimal | int | str] | None = None,
        strict: bool = False,
        **counts: int,
    ) -> Bill:
        """The whole bill of an undertaking: `trademark`, `patent`, `pct` or `madrid`.

        Args:
            what: which bill.
            filing: the date of the event `filing`; today where a bill begins with it and no date is given.
            today: sums of later days are those of this day.
            applicant, mode, strict: as for `fee`.
            wanted: further steps, such as `expedited` or `examination`.
            to: how far: `{"renewal": 2}`, `{"year": 20}`.
            route: `direct`, `convention` or `national-phase`, for patents.
            events: dates by event, such as `international-filing`; that with which the bill begins is its first day.
            case, addition: as for `fee`.
            rates: as for `fee`.
            counts: quantities by name, as for `fee`.
        """
        from ipcalc.calc.fees.estimate import Undertaking, estimate
        from ipcalc.calc.fees.quantities import applicants_of, case_of

        name = self.rulebook.named("estimates", what) or what
        asked = Undertaking(
            what=name,
            scheme=self.rulebook.estimate(name),
            today=today or date.today(),
            applicants=tuple(map(self.rulebook.applicant, applicants_of(applicant))),
            mode=self.rulebook.mode(mode),
            counts=counts,
            wanted=tuple(wanted),
            to=to or {},
            route=route,
            events=events_named(self.rulebook, events, filing=filing),
            case=case_of(self.rulebook, _cases(case, addition)),
            strict=strict,
        )
        return estimate(self._engine, asked, money.rates(rates or {}))

    def compare(self, what: str, *, applicants: Iterable[str] = (), **asked: Any) -> Comparison:
        """The same bill for several classes of applicant, side by side.

        Args:
            what: which bill.
            applicants: the classes; all where none is named.
            asked: as for `estimate`.
        """
        from ipcalc.calc.fees.compare import compare

        named = tuple(map(self.rulebook.applicant, applicants)) or tuple(self.rulebook.applicants)
        return compare(named, lambda applicant: self.estimate(what, applicant=applicant, **asked))

    def fee(
        self,
        item: str,
        *,
        on: date | None = None,
        applicant: str | Iterable[str] = "other",
        mode: str = "e-filing",
        year: int | None = None,
        years: Iterable[int] = (),
        case: str | None = None,
        addition: bool = False,
        advance: bool = False,
        late_months: int | None = None,
        rates: Mapping[str, Decimal | int | str] | None = None,
        strict: bool = False,
        **counts: int,
    ) -> Charge:
        """What an item of a fee schedule costs, in whole units of its currency.

        Args:
            item: a fee id (`tm-application`) or a form number (`TM-A`).
            on: the day of payment; today where it is not given.
            applicant: a class of applicant, or several, of whom the one with the highest fee counts.
            mode: `e-filing` or `paper`.
            year, years: the years that are paid for, for annuities.
            case: one for which a fee may be half or nothing, by its name in the data.
            addition: for a patent of addition, the case `addition`.
            advance: the years are paid ahead together.
            late_months: how many months have begun since the due date: with what is then paid beside or in place.
            rates: rupees for one unit of a currency (`{"CHF": Decimal("95.50")}`, or text): the totals of these
                currencies are converted into rupees and rounded up, the lines keep their own.
            strict: refuse weak evidence and contested law.
            counts: quantities by name: `classes`, `marks`, `claims`, `pages`, `priorities`, `months`, `count`,
                `sequence_pages`, `elapsed_months`, `members`.
        """
        from ipcalc.calc.fees.asked import fee
        from ipcalc.calc.fees.quantities import Payer, Quantities, applicants_of, case_of

        wanted = Quantities(
            {name: value for name, value in counts.items() if value is not None},
            tuple(sorted((*years, *([] if year is None else [year])))),
            case_of(self.rulebook, _cases(case, addition)),
            advance,
            late_months,
        )
        payer = Payer(applicants_of(applicant), mode, on or date.today())
        return fee(self.rulebook, item, wanted, payer, money.rates(rates or {}), strict=strict)

    # ------------------------------------------------------------------ registers
    @cached_property
    def classes(self) -> Classes:
        """Classes of goods and services: `show`, `list`, `search`."""
        from ipcalc.calc.registers.classes import Classes

        return Classes(self.rulebook)

    @cached_property
    def treaties(self) -> TreatyRegister:
        """The register of treaties: `list`, `show`, `members`, `routes`."""
        from ipcalc.calc.registers.treaties import TreatyRegister

        return TreatyRegister(self.rulebook)

    @cached_property
    def cooperation(self) -> CooperationRegister:
        """The register of cooperation with other offices: `partners`, `events`, `plan`, `faults`."""
        from ipcalc.calc.registers.cooperation import CooperationRegister

        return CooperationRegister(self.rulebook)

    @cached_property
    def journals(self) -> Journals:
        """The journals: `issue` by its number, `of` a day."""
        from ipcalc.calc.registers.journals import Journals

        return Journals(self.rulebook)

    def journal(self, number: str) -> JournalIssue:
        """The issue of a journal by its number: `2235` of the Trade Marks Journal, `36/2026` of the Patent Journal."""
        return self.journals.issue(number)

    def numbers(self, *, period: str | None = None, right: str = "", strict: bool = False) -> Numbers:
        """What reads numbers of journals in place of the dates of a period or of a matter of some right; where it is
        `strict`, none of an overlay."""
        from ipcalc.calc.registers.numbers import Numbers

        def journals() -> Journals:
            from ipcalc.calc.registers.journals import Journals

            return Journals(self.rulebook, strict)

        def of() -> str:
            return (
                self.rulebook.right(right)
                if period is None
                else self.rulebook.period(self.rulebook.period_id(period)).right
            )

        return Numbers(self.rulebook, journals, of)

    def overlay(self) -> OverlayChanges:
        """What the overlay changes in the built-in rulebook, and what becomes later by it."""
        from ipcalc.calc.registers.overlay import overlay_changes

        return overlay_changes(self._engine)

    @cached_property
    def rules(self) -> Rules:
        """The law as a subject: `list`, `show`, `form`, `changes`, `coverage`, `instruments`."""
        from ipcalc.calc.rules import Rules

        return Rules(self.rulebook)

    def find(self, words: str, commands: Mapping[str, str] | None = None) -> Findings:
        """The periods, fees, forms and events that some words mean, the best first; and which of `commands`, each with
        what it is for."""
        from ipcalc.calc.registers.find import find

        return find(self.rulebook, words, commands or {})

    def form(self, name: str) -> FormShown:
        """A form: its title, provision, days in use, what took its place, and the fees paid with it."""
        return self.rules.form(name)

    def office(self, state: str, right: str | None = None) -> TerritoryOffice:
        """The office in whose territory a State or Union Territory lies.

        Args:
            state: its name, an older one, or its code.
            right: the right whose office is asked for, `tm` or `patent`; the first that the data has offices for
                where it is not given.
        """
        from ipcalc.calc.registers.offices import office

        return office(self.rulebook, state, right)

    def territories(self, right: str | None = None) -> TerritoryList:
        """All States and Union Territories, each with its offices; `right` is refused where these are not known."""
        from ipcalc.calc.registers.offices import check_right, territories

        check_right(self.rulebook, right)
        return territories(self.rulebook)

    # ------------------------------------------------------------------ what is asked
    def _ask(
        self,
        period: str,
        when: date | None,
        events: Mapping[str, date] | None,
        asking: Asking,
        done: date | None = None,
    ) -> tuple[str, Options, dict[str, date]]:
        name, options = self.rulebook.period_id(period), options_of(self.rulebook, asking, done)
        check_days(when, events or {}, options)
        return name, options, matter(self.rulebook, name, when, events_named(self.rulebook, events))

    def _priced(self, answers: Sequence[Deadline], paying: Paying, today: date | None) -> list[Deadline]:
        """Answers of one period with their sums, which must take the quantities that are given."""
        check_counts(self.rulebook, answers, paying)
        return [priced(self.rulebook, each, paying, today) for each in answers]

    def _portfolio(self, acting_for: str | None, asking: Asking) -> Portfolio:
        from ipcalc.calc.matters.portfolio import Portfolio

        return Portfolio(self._engine, asking, acting_for)


def _cases(case: str | None, addition: bool) -> list[str]:
    """The names of the case that is asked for; that of the argument `addition` is its own."""
    return [*([] if case is None else [case]), *(["addition"] if addition else [])]


def load(data: str | Path | None = None) -> Book:
    """The built-in rulebook, or that with the entries of the directory `data` laid over it.

    Raises:
        BadData: the data is not valid.
    """
    return Book(load_rulebook(data))
