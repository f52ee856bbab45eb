"""`ipcalc config`."""

from pathlib import Path

from ipcalc.cli import options as opt
from ipcalc.cli.settings import check, settings
from ipcalc.report.settings import shown_of

app = opt.app()


@opt.command(app)
def config(format: opt.FormatOption = "table") -> None:
    """Each setting, with its value and where it comes from.

    Settings come from ipcalc.toml in the working directory or the nearest folder above it, else in your configuration
    folder: office, applicant, mode, dayfirst, data, acting_for, matters, remind. What a row or a matter says comes
    first, then the option, then the setting. --no-config ignores them.

    Examples:
        ipcalc config
        ipcalc config --format json
        ipcalc --no-config config
    """
    found = settings()
    if found.values:
        data = found.values.get("data")
        check(
            opt.book(data and Path(data)),
            {name: {"value": value, "from": str(found.path)} for name, value in found.values.items()},
        )
    opt.show(shown_of(found), format)
