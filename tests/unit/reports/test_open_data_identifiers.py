"""Under which identifiers open data is published: those that were entered, else our own."""

import json
from typing import Any

from people.models import Funder, Partnership
from reports.open_data.publishing import open_data
from reports.open_data.year import FILES, find_year
from tests.cast import Cast


def whole_year(cast: Cast) -> Any:
    year = find_year(cast.round.partnership.code, "2019-20")
    assert year
    return json.loads(FILES["360giving.json"].write(year) or b"")


def test_they_are_our_own_until_they_are_entered(cast: Cast) -> None:
    cast.approved()
    package = json.loads(open_data(cast.round).threesixty)
    assert package["identifier"] == "360G-csp-grant-2019-20"
    assert package["publisher"]["identifier"] == "360G-csp"
    assert package["grants"][0]["fundingOrganization"][0]["id"] == "360G-csp-the-pcc"
    assert whole_year(cast)["identifier"] == "360G-csp-2019-20"


def test_grants_are_published_under_what_was_entered(cast: Cast) -> None:
    bid = cast.approved()
    Partnership.objects.update(publisher_prefix="360G-example")
    Funder.objects.update(org_id="GB-LAE-KEN")
    cast.round.refresh_from_db()
    package = json.loads(open_data(cast.round).threesixty)
    assert package["identifier"] == "360G-example-grant-2019-20"
    assert package["publisher"]["identifier"] == "360G-example"
    [grant] = package["grants"]
    assert grant["id"] == f"360G-example-{bid.reference}"
    assert grant["fundingOrganization"][0]["id"] == "GB-LAE-KEN"


def test_partnerships_that_share_a_prefix_publish_files_of_their_own(cast: Cast) -> None:
    cast.approved()
    Partnership.objects.update(publisher_prefix="360G-example")
    Funder.objects.update(org_id="GB-LAE-KEN")
    assert whole_year(cast)["identifier"] == "360G-example-csp-2019-20"
    year = find_year("csp", "2019-20")
    assert year
    assert b"GB-LAE-KEN" in (FILES["360giving.csv"].write(year) or b"")
