"""Journeys in a real Chromium, against the real service: how to write one.

Put a file in ``tests/journeys/browser`` and ask for the fixtures of its ``conftest.py``::

    def test_an_officer_reads_the_round(cast: Cast, person: Arrive) -> None:
        page = person(cast.officer)  # already signed in; person(None) is signed out
        page.goto(f"/rounds/{cast.round.code}")
        expect(page.get_by_role("heading", level=1)).to_have_text(cast.round.title)

- ``cast`` is the usual small round, in a database of this test's own that the service reads too.
  What a test writes with the verbs, the pages show; what the pages do, the models show.
- ``person(user, width=320, javascript=False)`` gives a Playwright page of a browser of their own.
- ``newest_email("ann@youth.example")`` is the newest message to somebody in the outbox.
- ``service`` is a gunicorn with the service's own settings, a Valkey, and folders of its own.

Every page is looked at before it is left and at the end of the test: axe-core's WCAG 2.2 AA rules,
scrolling sideways, console errors (a breach of the Content-Security-Policy is one), scripts that
fail, requests that fail and answers of 500 or more. Each is a fault, and a fault fails the test.
A test that brings a fault about on purpose says so: ``watch.allow("ERR_INTERNET_DISCONNECTED")``.
"""
