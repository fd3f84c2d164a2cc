"""The example round through September, made once for all who only read it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from reports.committee import report as committee_report
from reports.demo import load
from reports.figures import Figures
from reports.gathering import gather
from reports.open_data.publishing import OpenData, open_data


@dataclass(frozen=True)
class Example:
    """What the example round gives: its figures and its files."""

    figures: Figures
    report: bytes
    appendix: bytes
    open_data: OpenData


@pytest.fixture(scope="session")
def example(django_db_setup: None, django_db_blocker: Any) -> Example:
    """The demo's files. It is loaded in a transaction that is undone, so no other test meets it."""
    with django_db_blocker.unblock(), transaction.atomic():
        round = load()
        figures = gather(round)
        found = Example(
            figures=figures,
            report=committee_report.write(figures),
            appendix=committee_report.write(figures, appendix_only=True),
            open_data=open_data(round),
        )
        transaction.set_rollback(True)
    return found
