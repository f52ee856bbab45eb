"""What to try first: what `ipcalc` alone shows, and `ipcalc --help` before its options and commands."""

USAGE = "Usage: ipcalc [OPTIONS] COMMAND [ARGS]..."
WHAT = "Intellectual property in India: by when, under which rule, at what cost."
STEPS = {
    "By when must it be done?": "ipcalc deadline tm-opposition 2026-01-05",
    "What is to be done in a matter?": "ipcalc docket tm --event filing=2026-02-12 --event advertisement=2026-09-07",
    "What does it cost?": "ipcalc fee tm-application --classes 3 --applicant startup",
    "What will it all cost, year by year?": "ipcalc estimate patent --route direct --claims 25 --to-year 20",
    "What is it called here?": "ipcalc find reply to examination report",
}
FILES = {
    "ipcalc docket --init tm -o mark.yaml": "a matter to fill in, for ipcalc docket mark.yaml",
    "ipcalc batch deadlines rows.csv": "an answer for each row of a file",
    "ipcalc verify docket.csv": "whether the dates of a docket are right",
}
END = "ipcalc --help lists every command, and ipcalc COMMAND --help shows what it does, with examples."


def first_steps(block: str = "") -> str:
    """The five questions with a command for each. `block` stands before lines that are not to be wrapped."""
    steps = "\n\n".join(f"{block}{question}\n  {command}" for question, command in STEPS.items())
    return f"{WHAT}\n\n{steps}"


def start() -> str:
    """What is shown where no command is given."""
    width = max(map(len, FILES))
    files = "\n".join(f"  {command:{width}}  {what}" for command, what in FILES.items())
    return f"{USAGE}\n\n{first_steps()}\n\nWith your own files:\n{files}\n\n{END}"
