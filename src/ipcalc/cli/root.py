"""The command table. A command's module is imported only when the command is called or its help is asked for."""

from functools import partial
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, get_args

import typer
from typer._click.types import IntParamType
from typer.core import TyperGroup

from ipcalc.cli.completion import Shell, enable_completion, install, show
from ipcalc.cli.days import with_serial_dates
from ipcalc.cli.first_steps import first_steps
from ipcalc.cli.settings import NO_CONFIG, defaults, settings, without_no_config
from ipcalc.errors import BadRequest
from ipcalc.numbers import a_number

COMMANDS = {
    "deadline": "The last days of one period: by when, on what authority, at what fee.",
    "docket": "What is to be done in a matter, or in many, in order of date.",
    "fee": "What one item of a fee schedule costs.",
    "estimate": "The whole bill for a mark or a patent.",
    "batch": "Whole files of rows: deadlines, fees.",
    "import": "A table of matters from an export, or from a file of your own.",
    "check": "For cron and CI: what is lapsed, overdue or due soon.",
    "verify": "Whether the dates of a docket are right, and what mistake explains those that are not.",
    "checklist": "The documents that an application needs, with the day by which each is due.",
    "forms": "Forms: what each is for, and what took its place.",
    "classes": "Classes of goods and services: show, list, search.",
    "journal": "The date of a number of a journal, or the numbers of a date.",
    "office": "Which office serves a State or Union Territory.",
    "treaties": "Treaties: which bind India, who is a member, and where priority may be claimed from.",
    "cooperation": "Cooperation with other offices, for information only.",
    "record": "Write what was done, or what happened, into the file of a matter.",
    "schema": "The JSON schema of a matter file, for editors.",
    "rules": "What the rulebook says, and whether a data directory is valid.",
    "find": "The periods, fees, forms, events and commands that your words mean.",
    "config": "Each setting of ipcalc.toml, and where it comes from.",
}


SHELLS = " or ".join(get_args(Shell))


class Commands(TyperGroup):
    """A group that knows its commands by name and imports each on demand."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        app = import_module(f"ipcalc.cli.{cmd_name}{'_' if iskeyword(cmd_name) else ''}").app
        command = _prepared(typer.main.get_command(app))
        values = settings(ctx).values
        if values:
            ctx.default_map = {cmd_name: defaults(command, dict(values))}
        return command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, without_no_config(ctx, args))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from ipcalc.errors import nearest

            raise BadRequest(f"unknown command {args[0]!r}{nearest(args[0], COMMANDS)} (see ipcalc --help)")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        from ipcalc.law.load import load

        book = load()
        print(f"ipcalc {version('ipcalc-india')}, rulebook {book.version} ({book.digest[:19]})")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    name="ipcalc",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Each answer names the law that it rests on, and how good the evidence is. Not legal advice.",
)


@app.callback(help=first_steps("\b\n"))
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the versions of program and rulebook."),
    ] = False,
    no_config: Annotated[
        bool, typer.Option(NO_CONFIG, help="Ignore the settings of ipcalc.toml; it may also follow the command.")
    ] = False,
    install_completion: Annotated[
        Shell | None,
        typer.Option(
            metavar="SHELL", callback=install, is_eager=True, help=f"Install completion for one of: {SHELLS}."
        ),
    ] = None,
    show_completion: Annotated[
        Shell | None,
        typer.Option(metavar="SHELL", callback=show, is_eager=True, help="Print that completion."),
    ] = None,
) -> None:
    pass


def _prepared(command: Any) -> Any:
    """Let a command take whole numbers of the digits 0 to 9 alone (not 1_0, nor digits of another script), and what
    belongs to every option of some kind."""
    for each in getattr(command, "commands", {}).values():
        _prepared(each)
    with_serial_dates(command)
    _take_each_once(command)
    for parameter in command.params:
        if isinstance(parameter.type, IntParamType):
            kind: Any = parameter.type
            kind._number_class = a_number
        elif parameter.callback is None:
            parameter.callback = _filled
    return command


def _take_each_once(command: Any) -> None:
    """Refuse an option with two values, of which only one could hold."""
    make = command.make_parser

    def parser(ctx: Any) -> Any:
        made = make(ctx)
        for option in {*made._long_opt.values(), *made._short_opt.values()}:
            if option.action == "store" and not ctx.resilient_parsing:
                option.process = partial(_take, option, option.process)
        return made

    command.make_parser = parser


def _take(option: Any, process: Any, value: Any, state: Any) -> None:
    before = state.opts.get(option.dest, value)
    if before != value:
        name = max(option.obj.opts, key=len)
        together = f": write {name} {before},{value}" if "," in (option.obj.metavar or "") else ""
        raise BadRequest(f"{name} is given twice, with {before} and {value}{together}")
    process(value, state)


def _filled(context: Any, parameter: Any, value: Any) -> Any:
    """What an option or an argument is given; refused where it is an empty word."""
    words = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(word, str) and not word.strip() for word in words):
        if parameter.param_type_name == "argument":
            raise BadRequest(f"{parameter.make_metavar(context).strip('[].')} is empty: give one")
        raise BadRequest(f"{parameter.opts[0]} is empty: give a value, or leave the option out")
    return value


def command() -> Any:
    """The root command, as the console script runs it."""
    enable_completion()
    return typer.main.get_command(app)
