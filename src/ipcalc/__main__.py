"""`python -m ipcalc`."""

from ipcalc.cli import main

main()
