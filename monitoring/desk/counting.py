"""Counts beside the rows of a query, each a column."""

from typing import Any

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet


def how_many(rows: QuerySet[Any], by: str, of: str = "pk") -> Coalesce:
    """How many rows there are of the outer round, or how many of something they have, as a column."""
    counted = rows.order_by().values(by).annotate(count=Count(of, distinct=True)).values("count")
    return Coalesce(Subquery(counted), 0)
