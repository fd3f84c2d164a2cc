"""Reads a round's file (TOML) and says everything that is wrong with it in one pass."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from base.cells import text
from base.errors import Fault, refuse_if_any
from people.roles import ROLES
from rounds.contradictions import contradictions
from rounds.models import Criterion, Owner, Pot, Priority
from ui.dates import LONDON
from ui.money import parse_pounds

Table = dict[str, Any]
LONG_MOST = 5000
"""Characters of a text of several paragraphs."""


@dataclass(frozen=True)
class Key:
    """A key of a table: how its value is read, and what stands where it is left out."""

    read: Callable[[Any], Any]
    expected: str
    default: Any = ...


@dataclass(frozen=True)
class RoundFile:
    """What a round's file says. Money in pence, moments in London."""

    partnership: Table
    funder: Table
    round: Table
    pots: dict[Pot, int]
    income: list[Table]
    periods: list[Table]
    gates: list[Table]
    priorities: list[Table]
    criteria: list[Table]
    questions: list[Table]
    eligibility: list[Table]
    documents: list[Table]
    people: list[Table]


def _text(value: Any, most: int = 200) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return str(text(most)(value))


def _text_of(most: int) -> Callable[[Any], str]:
    return lambda value: "" if value == "" else _text(value, most)


def _at_most(most: int) -> Callable[[Any], str]:
    return lambda value: _text(value, most)


def _code(most: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", _text(value, most)):
            raise ValueError
        return _text(value)

    return read


def _email(value: Any) -> str:
    try:
        validate_email(_text(value))
    except ValidationError:
        raise ValueError from None
    return _text(value).lower()


def _email_or_nothing(value: Any) -> str:
    return "" if value == "" else _email(value)


def _link_or_nothing(value: Any) -> str:
    if value == "":
        return ""
    try:
        URLValidator(schemes=["https", "http"])(_text(value))
    except ValidationError:
        raise ValueError from None
    return _text(value)


def _pence(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return parse_pounds(_text(value))


def _day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError
    return value


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.combine(_day(value), time())
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError
        return value

    return read


def _number(most: int) -> Callable[[Any], Decimal]:
    def read(value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise ValueError
        number = Decimal(str(value))
        if not 0 <= number <= most or round(number, 2) != number:
            raise ValueError
        return number

    return read


def _one_of(choices: Iterable[str]) -> Callable[[Any], str]:
    known = list(choices)

    def read(value: Any) -> str:
        if value not in known:
            raise ValueError
        return str(value)

    return read


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError
    return [_text(item, 1000) for item in value]


def _financial_year(value: Any) -> str:
    match = re.fullmatch(r"(\d{4})-(\d{2})", _text(value))
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError
    return _text(value)


TEXT = Key(_text, "a text of at most 200 characters")
TITLE = Key(_at_most(300), "a text of at most 300 characters")
CODE = Key(_code(50), "a short code of letters, digits, - and _")
LONG = "a text of at most 5,000 characters"
MONEY = Key(_pence, 'an amount in quotes, such as "26666.67"')
DAY = Key(_day, "a date such as 2019-03-14")
MOMENT = Key(_moment, "a date and time such as 2019-03-08T12:00:00")

TABLES: dict[str, dict[str, Key]] = {
    "partnership": {"code": CODE, "name": TEXT, "authority": TEXT, "committee": TEXT},
    "funder": {
        "code": CODE,
        "name": TEXT,
        "short_name": Key(_at_most(40), "a text of at most 40 characters", "PCC"),
        "email": Key(_email_or_nothing, "an email address", ""),
    },
    "round": {
        "code": CODE,
        "title": TEXT,
        "purpose": Key(_text_of(LONG_MOST), LONG, ""),
        "financial_year": Key(_financial_year, "two years that follow, such as 2019-20"),
        "allocation": MONEY,
        "score_threshold": Key(_number(100), "a number from 0 to 100"),
        "opens": MOMENT,
        "closes": MOMENT,
        "panel": DAY,
        "submission_due": DAY,
        "committee": DAY,
        "quorum": Key(_whole(1, 100), "a whole number from 1", 1),
        "tactical_quorum": Key(_whole(1, 100), "a whole number from 1", None),
        "blind": Key(_flag, "true or false", False),
        "over_allocation_percent": Key(_whole(0, 100), "a whole number from 0 to 100", 0),
        "pay_ahead": Key(_flag, "true or false", False),
        "acceptance_days": Key(_whole(1, 366), "a whole number of days from 1", 21),
        "delegated_limit": Key(_pence, MONEY.expected, 0),
        "delegate": Key(_email_or_nothing, "the email address of an officer", ""),
        "response_days": Key(_whole(1, 366), "a whole number of days from 1", 10),
        "decision_expected": Key(_day, DAY.expected, None),
        "conditions": Key(_text_of(LONG_MOST), LONG, ""),
        "repayment_terms": Key(_text_of(LONG_MOST), LONG, ""),
        "heading_tolerance_percent": Key(_whole(0, 100), "a whole number from 0 to 100", 0),
        "carry_forward": Key(_flag, "true or false", False),
        "equality_outcome": Key(_text_of(LONG_MOST), LONG, ""),
        "equality_on": Key(_day, DAY.expected, None),
        "equality_link": Key(_link_or_nothing, "an address that begins with https://", ""),
    },
    "pots": {pot.value: MONEY for pot in Pot},
}

LISTS: dict[str, dict[str, Key]] = {
    "income": {"due": DAY, "amount": MONEY},
    "periods": {
        "name": Key(_at_most(100), "a text of at most 100 characters"),
        "ends": DAY,
        "due": DAY,
        "final": Key(_flag, "true or false", False),
    },
    "gates": {"code": CODE, "title": TITLE},
    "priorities": {
        "owner": Key(_one_of(Owner.values), "pcc or partnership"),
        "code": Key(_code(20), "a code of at most 20 letters, digits, - and _"),
        "title": TITLE,
        "lead": Key(_text_of(200), "a text", ""),
        "status": Key(_one_of(Priority.Status.values), "draft or adopted", "adopted"),
    },
    "criteria": {
        "code": CODE,
        "kind": Key(_one_of(Criterion.Kind.values), "pcc, partnership or general"),
        "weight": Key(_whole(0, 1000), "a whole number from 0"),
        "title": TITLE,
        "floor": Key(_number(5), "a number from 0 to 5", Decimal(0)),
        "descriptors": Key(_texts, "a list of six texts", ()),
        "guidance": Key(_text_of(LONG_MOST), LONG, ""),
    },
    "questions": {
        "code": CODE,
        "title": Key(_text_of(300), "a text of at most 300 characters", ""),
        "hint": Key(_text_of(LONG_MOST), LONG, ""),
        "word_limit": Key(_whole(1, 5000), "a whole number from 1 to 5000", None),
        "required": Key(_flag, "true or false", True),
    },
    "eligibility": {
        "title": TITLE,
        "good_answer": Key(_flag, "true (yes) or false (no)", True),
        "why_not": Key(_at_most(LONG_MOST), LONG),
    },
    "documents": {
        "code": CODE,
        "title": TEXT,
        "hint": Key(_text_of(LONG_MOST), LONG, ""),
        "required": Key(_flag, "true or false", True),
        "before_payment": Key(_flag, "true or false", False),
    },
    "people": {
        "email": Key(_email, "an email address"),
        "name": TEXT,
        "role": Key(_one_of(ROLES), ", ".join(ROLES)),
        "route": Key(_one_of(Pot.values), "main or tactical; left out for both", ""),
    },
}

ONCE = {
    "periods": ("name",),
    "gates": ("code",),
    "questions": ("code",),
    "documents": ("code",),
    "priorities": ("owner", "code"),
    "criteria": ("code",),
    "people": ("email", "role"),
}
"""What may stand only once in each list."""


def read_round_file(content: bytes, name: str) -> RoundFile:
    """Read a round's file. Raises ``Faulty`` with every fault."""
    faults: list[Fault] = []
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # its own errors, and huge numbers and nests
        refuse_if_any(name, [Fault("The file", 0, "", f"it is not TOML: {error}")])
        raise AssertionError("unreachable") from error
    for stranger in sorted(set(document) - set(TABLES) - set(LISTS)):
        known = ", ".join([*TABLES, *LISTS])
        faults.append(Fault(f"[{stranger}]", 0, "", "there is no such table", known))
    tables = {
        table: _read_table(f"[{table}]", 0, document.get(table), keys, faults)
        for table, keys in TABLES.items()
    }
    lists = {table: _read_list(table, document.get(table, []), faults) for table in LISTS}
    refuse_if_any(name, faults)
    refuse_if_any(name, contradictions(tables, lists))
    pots = {pot: tables["pots"][pot.value] for pot in Pot}
    for row in lists["income"]:
        row["amount_pence"] = row.pop("amount")
    return RoundFile(tables["partnership"], tables["funder"], tables["round"], pots, **lists)


def _read_list(table: str, rows: Any, faults: list[Fault]) -> list[Table]:
    place = f"[[{table}]]"
    if not isinstance(rows, list):
        faults.append(Fault(place, 0, "", "this is not a list of tables", f"{place} before each"))
        return []
    found = [
        _read_table(place, number, row, LISTS[table], faults) for number, row in enumerate(rows, 1)
    ]
    seen: set[tuple[Any, ...]] = set()
    for number, row in enumerate(found, 1):
        key = tuple(row.get(part) for part in ONCE.get(table, ()))
        if key and None not in key and key in seen:
            faults.append(Fault(place, number, ONCE[table][-1], f"{key[-1]} stands twice"))
        seen.add(key)
    return found


def _read_table(
    place: str, number: int, table: Any, keys: Mapping[str, Key], faults: list[Fault]
) -> Table:
    if not isinstance(table, dict):
        faults.append(Fault(place, number, "", "this table is missing"))
        return {}
    faults += [
        Fault(place, number, stranger, "there is no such key", ", ".join(keys))
        for stranger in sorted(set(table) - set(keys))
    ]
    found: Table = {}
    for name, key in keys.items():
        if name not in table:
            if key.default is ...:
                faults.append(Fault(place, number, name, "this is missing", key.expected))
            else:
                found[name] = key.default
            continue
        try:
            found[name] = key.read(table[name])
        except ValueError:
            wrong = f"“{str(table[name])[:80]}” cannot be used"
            faults.append(Fault(place, number, name, wrong, key.expected))
    return found
