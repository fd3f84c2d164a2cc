import time
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import cast_of, round_text, round_file, OPENS
from funds.management.commands.open_round import open_round
from rounds.actions import save_round


def test_a(db):
    with CaptureQueriesContext(connection) as c:
        t = time.process_time()
        cast_of()
        print("cast_of", time.process_time() - t, len(c))


def test_b(db):
    cast_of()
    t = time.process_time()
    round_file(round_text())
    print("file", time.process_time() - t)
    t = time.process_time()
    save_round(file=round_file(round_text("x")), at=OPENS)
    print("save", time.process_time() - t)
    t = time.process_time()
    cast_of(round_text("y"))
    print("cast2", time.process_time() - t)
