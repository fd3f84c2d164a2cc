"""Addresses of organisations, and of who sees a bid."""

from django.urls import path

from bids.organisation_people_views import (
    organisation_answer,
    organisation_invite,
    organisation_leave,
    organisation_remove,
    organisation_take_back,
)
from bids.organisation_views import (
    organisation_change,
    organisation_join,
    organisation_new,
    organisation_page,
    organisation_policy,
    organisations,
)
from bids.partnership_organisation_views import (
    organisation_merge,
    organisation_merge_choose,
    partnership_organisations,
)
from bids.people_views import bid_claim, bid_people, bid_people_remove, bids_to_claim

ONE = "organisations/<int:pk>"

urlpatterns = [
    path("organisations", organisations, name="organisations"),
    path("organisations/new", organisation_new, name="organisation-new"),
    path("organisations/join", organisation_join, name="organisation-join"),
    path(ONE, organisation_page, name="organisation"),
    path(f"{ONE}/change", organisation_change, name="organisation-change"),
    path(f"{ONE}/policies/<slug:kind>", organisation_policy, name="organisation-policy"),
    path(f"{ONE}/invite", organisation_invite, name="organisation-invite"),
    path(
        f"{ONE}/invitations/<int:invitation>/take-back",
        organisation_take_back,
        name="organisation-take-back",
    ),
    path(f"{ONE}/requests/<int:asked>/answer", organisation_answer, name="organisation-answer"),
    path(f"{ONE}/leave", organisation_leave, name="organisation-leave"),
    path(f"{ONE}/people/<int:person>/remove", organisation_remove, name="organisation-remove"),
    path(f"{ONE}/merge", organisation_merge_choose, name="organisation-merge-choose"),
    path(f"{ONE}/merge/<int:other>", organisation_merge, name="organisation-merge"),
    path(
        "partnerships/<slug:code>/organisations",
        partnership_organisations,
        name="partnership-organisations",
    ),
    path("bids/claim", bids_to_claim, name="bids-to-claim"),
    path("bids/<str:reference>/claim", bid_claim, name="bid-claim"),
    path("bids/<str:reference>/people", bid_people, name="bid-people"),
    path(
        "bids/<str:reference>/people/<int:person>/remove",
        bid_people_remove,
        name="bid-people-remove",
    ),
]
