"""Addresses of rounds: what applicants read, the round editor, and the partnership's people."""

from django.urls import URLPattern, path

from rounds.editor_views import edit_page, edit_part, edit_people, new_page
from rounds.editors import EDITORS
from rounds.public_views import about_page, eligibility_page, questions_page
from rounds.staff_views import (
    partnership_people,
    staff_change,
    staff_invite,
    staff_remove,
    staff_take_back,
)

PEOPLE = "partnerships/<slug:code>/people"

urlpatterns: list[URLPattern] = [
    path("rounds/new", new_page, name="round-new"),
    path("rounds/<slug:code>/edit", edit_page, name="round-edit"),
    path("rounds/<slug:code>/edit/people", edit_people, name="round-edit-people"),
    *(
        path(f"rounds/<slug:code>/edit/{part}", edit_part, {"part": part}, f"round-edit-{part}")
        for part in EDITORS
    ),
    path("rounds/<slug:code>/about", about_page, name="round-about"),
    path("rounds/<slug:code>/questions", questions_page, name="round-questions"),
    path("rounds/<slug:code>/eligibility", eligibility_page, name="round-eligibility"),
    path(PEOPLE, partnership_people, name="partnership-people"),
    path(f"{PEOPLE}/invite", staff_invite, name="staff-invite"),
    path(f"{PEOPLE}/<int:pk>/change", staff_change, name="staff-change"),
    path(f"{PEOPLE}/<int:pk>/remove", staff_remove, name="staff-remove"),
    path(
        "partnerships/<slug:code>/invitations/<int:pk>/take-back",
        staff_take_back,
        name="staff-take-back",
    ),
]
