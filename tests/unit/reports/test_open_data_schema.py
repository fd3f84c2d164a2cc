"""The 360Giving file is valid against the standard's own schema.

The schema is other people's and is not in this repository: these tests read the copy beside it, at
``../shared/reference/360giving``. Where it is absent they are skipped and say so; where ``CI`` is set they
fail instead.
"""

import copy
import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from base.errors import Refused
from bids.models import Bid
from reports.open_data import flat
from reports.open_data.publishing import open_data
from tests.cast import Cast
from tests.unit.reports.conftest import Example

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "reference" / "360giving"
RAW = "https://raw.githubusercontent.com/ThreeSixtyGiving/standard"
ADDRESSES = [f"{RAW}/{version}/schema/360-giving-schema.json" for version in ("1.4.2", "1.4.3")]
"""The package schema asks for the first; the schema of a grant says that it is the second."""


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """The package's validator. The schemas name their dialect by an address that is not the official
    one, so it is chosen here by hand."""
    if not FOLDER.is_dir():
        why = f"the 360Giving schema is not at {FOLDER}"
        if os.environ.get("CI"):
            pytest.fail(f"{why}, and CI must have it")
        pytest.skip(f"{why}: the open data was not held against it")
    grant = json.loads((FOLDER / "360-giving-schema.json").read_text("utf-8"))
    package = json.loads((FOLDER / "360-giving-package-schema.json").read_text("utf-8"))
    resource = DRAFT202012.create_resource(grant)
    registry: Registry[Any] = Registry().with_resources((a, resource) for a in ADDRESSES)
    checker = Draft202012Validator.FORMAT_CHECKER
    assert {"date-time", "uri"} <= set(checker.checkers), "a format would go unchecked"
    return Draft202012Validator(package, registry=registry, format_checker=checker)


def faults(validator: Draft202012Validator, content: bytes) -> list[str]:
    return [error.message for error in validator.iter_errors(json.loads(content))]


def test_the_example_is_valid(validator: Draft202012Validator, example: Example) -> None:
    assert faults(validator, example.open_data.threesixty) == []


def test_a_bare_grant_with_odd_texts_is_valid(validator: Draft202012Validator, cast: Cast) -> None:
    bid = cast.monitored(123_456, amount_pence=100_001)
    Bid.objects.filter(pk=bid.pk).update(
        area="", starts_on=None, ends_on=None, project="\x1b" + "Tŷ 🎉" * 40, summary=" "
    )
    assert faults(validator, open_data(cast.round).threesixty) == []


def test_a_round_without_awards_has_no_valid_package_and_so_no_file(
    validator: Draft202012Validator, cast: Cast
) -> None:
    assert faults(validator, b'{"grants": []}')
    with pytest.raises(Refused):
        open_data(cast.round)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("awardDate", "15/04/2019"),
        ("awardDate", "2019-13-01"),
        ("amountAwarded", "£5,000"),
        ("dateModified", "2019-04-15"),
        ("fromOpenCall", "yes"),
        ("currency", "pounds"),
        ("recipientOrganization", []),
        ("title", None),
    ],
)
def test_the_validator_sees_what_is_wrong(
    validator: Draft202012Validator, example: Example, field: str, wrong: object
) -> None:
    content = copy.deepcopy(json.loads(example.open_data.threesixty))
    content["grants"][0][field] = wrong
    assert faults(validator, json.dumps(content).encode())


def test_every_field_is_one_of_the_standards(
    validator: Draft202012Validator, example: Example
) -> None:
    schema = json.loads((FOLDER / "360-giving-schema.json").read_text("utf-8"))
    kinds = schema["$defs"]
    known = {
        "recipientOrganization": kinds["Organization"],
        "fundingOrganization": kinds["Organization"],
        "plannedDates": kinds["Event"],
        "beneficiaryLocation": kinds["Location"],
        "grantProgramme": kinds["GrantProgramme"],
        "classifications": kinds["Classification"],
    }
    for grant in json.loads(example.open_data.threesixty)["grants"]:
        assert set(grant) <= set(schema["properties"])
        for name, kind in known.items():
            for part in grant.get(name, []):
                assert set(part) <= set(kind["properties"])


def test_the_titles_of_the_csv_are_those_of_the_standard(
    validator: Draft202012Validator,
) -> None:
    assert validator  # which says so where there is no schema
    schema = json.loads((FOLDER / "360-giving-schema.json").read_text("utf-8"))
    fields = {name: field.get("title") for name, field in schema["properties"].items()}
    inner: dict[str, str] = {}
    for definition in schema["$defs"].values():
        inner |= {k: v.get("title") for k, v in definition.get("properties", {}).items()}
    own = {**inner, **fields, "currency": "Currency"}
    assert {name: own[name] for name in flat.TITLES} == flat.TITLES
    assert {name: inner[name] for name in flat.INSIDE} == {"id": "Identifier", "title": "Title"}


def unflattened(content: bytes) -> list[dict[str, Any]]:
    """The grants of a CSV, by the titles that the schema gives to each field: as the standard's tools read
    it, without our own list of titles.
    """
    schema = json.loads((FOLDER / "360-giving-schema.json").read_text("utf-8"))
    fields = {
        (field.get("title") or name.title()): name for name, field in schema["properties"].items()
    }
    kinds = {"Classifications": "Classification", "Grant Programme": "GrantProgramme"} | {
        "Recipient Org": "Organization",
        "Funding Org": "Organization",
        "Planned Dates": "Event",
        "Beneficiary Location": "Location",
    }
    grants = []
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        grant: dict[str, Any] = {}
        for column, value in row.items():
            title, *inside = column.split(":")
            name = fields[title]
            if not value:
                continue
            if not inside:
                is_number = schema["properties"][name].get("type") == "number"
                grant[name] = json.loads(value) if is_number else value
                continue
            properties = schema["$defs"][kinds[title]]["properties"]
            inner = {field["title"]: key for key, field in properties.items()}[inside[1]]
            parts = grant.setdefault(name, [])
            parts += [{} for _ in range(int(inside[0]) + 1 - len(parts))]
            parts[int(inside[0])][inner] = value
        grants.append(grant)
    return grants


def test_the_csv_unflattened_is_the_json_and_valid(
    validator: Draft202012Validator, example: Example
) -> None:
    package = json.loads(example.open_data.threesixty)
    grants = unflattened(example.open_data.flat)
    assert grants == package["grants"]
    assert faults(validator, json.dumps({**package, "grants": grants}).encode()) == []


def test_an_odd_csv_unflattened_is_valid_too(validator: Draft202012Validator, cast: Cast) -> None:
    for number, area in enumerate(("", "A; B; C", "Borough-wide")):
        bid = cast.monitored(123_456 + number)
        Bid.objects.filter(pk=bid.pk).update(
            area=area, summary='Tŷ\n🎉 "quoted", ' + "x" * 30_000, starts_on=None
        )
    found = open_data(cast.round)
    package = json.loads(found.threesixty)
    grants = unflattened(found.flat)
    assert grants == package["grants"]
    assert faults(validator, json.dumps({**package, "grants": grants}).encode()) == []
