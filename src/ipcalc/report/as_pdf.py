"""PDF: the HTML page, printed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ipcalc.errors import BadRequest
from ipcalc.report import as_html

if TYPE_CHECKING:
    from ipcalc.report.formats import Look


def text(result: Any, look: Look) -> bytes:
    """The page of a result as it is printed on A4.

    Raises:
        BadRequest: what prints it is not installed.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise BadRequest("PDF needs an extra: pip install 'ipcalc-india[pdf]', and the library Pango") from error
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return bytes(HTML(string=as_html.text(result, look)).write_pdf())
