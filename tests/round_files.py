"""The small round of the tests, as its file."""

from rounds.roundfile import RoundFile, read_round_file

ROUND_FILE = """
[partnership]
code = "{partnership}"
name = "Partnership of {partnership}"
authority = "The Borough Council"
committee = "The Committee"

[funder]
code = "the-pcc"
name = "The Police and Crime Commissioner"

[round]
code = "{code}"
title = "Grant of {code}"
financial_year = "2019-20"
allocation = "{allocation}"
score_threshold = 55
opens = 2019-02-13T09:00:00
closes = 2019-03-08T12:00:00
panel = 2019-03-14
submission_due = 2019-03-29
committee = 2019-09-24
{settings}

[pots]
main = "{main}"
tactical = "{tactical}"

[[periods]]
name = "September report"
ends = 2019-07-31
due = 2019-08-16
[[periods]]
name = "Final"
ends = 2020-03-31
due = 2020-04-30
final = true

[[gates]]
code = "revenue"
title = "Pays for activity, not for capital"

[[priorities]]
owner = "pcc"
code = "PCC1"
title = "Put victims first"
[[priorities]]
owner = "partnership"
code = "CSP1"
title = "Keep young people safe"

[[criteria]]
code = "pcc-fit"
kind = "pcc"
weight = 50
title = "Fit with the PCC's priorities"
[[criteria]]
code = "csp-fit"
kind = "partnership"
weight = 30
title = "Fit with the partnership's priorities"
[[criteria]]
code = "need"
kind = "general"
weight = 20
title = "Evidence of need"

[[people]]
email = "officer@{partnership}.example"
name = "Olive"
role = "officer"
[[people]]
email = "panel@{partnership}.example"
name = "Piers"
role = "panel"
[[people]]
email = "panel2@{partnership}.example"
name = "Petra"
role = "panel"
[[people]]
email = "decisions@{partnership}.example"
name = "Diana"
role = "decision-maker"
[[people]]
email = "finance@{partnership}.example"
name = "Frank"
role = "finance"
[[people]]
email = "finance2@{partnership}.example"
name = "Fay"
role = "finance"
[[people]]
email = "audit@{partnership}.example"
name = "Ada"
role = "auditor"
"""


def round_text(
    code: str = "grant-2019-20",
    *,
    partnership: str = "csp",
    main: str = "20000.00",
    tactical: str = "10000.00",
    allocation: str = "30000.00",
    settings: str = "",
) -> str:
    """A small round's file."""
    return ROUND_FILE.format(
        code=code,
        partnership=partnership,
        main=main,
        tactical=tactical,
        allocation=allocation,
        settings=settings,
    )


def round_file(text: str) -> RoundFile:
    """A round's file as read."""
    return read_round_file(text.encode(), "round.toml")
