"""What is wrong in a file, as a table."""

from django.utils.translation import gettext as _

from base.errors import Faulty
from ui.parts import Column, Mark, Row, Table

MOST_FAULTS = 500
"""The rows of the table; whoever has more to mend begins with these."""


def faults_table(faulty: Faulty) -> Table:
    """Every fault with its place, what is wrong, and what was expected."""
    titles = (_("Sheet"), _("Row"), _("Column"), _("What is wrong"), _("Expected"))
    rows: list[Row] = [
        [one.sheet, str(one.row or ""), one.column, one.wrong, one.expected]
        for one in faulty.faults[:MOST_FAULTS]
    ]
    if (more := len(faulty.faults) - MOST_FAULTS) > 0:
        rows.append(Mark(_("There are %(more)s more faults.") % {"more": f"{more:,}"}))
    return Table(
        caption=_("What is wrong in the file"),
        columns=[Column(words) for words in titles],
        rows=rows,
        wide=True,
    )
