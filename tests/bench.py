"""How long the sums take on a large round: ``make bench``. It prints a table and asserts nothing."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

    from rounds.models import Round
    from scoring.optimiser import Contender

BIDS, MEMBERS, CHOOSE = 10_000, 5, 500
SEEDS = range(5)
TIMES = 3
WEIGHTS = (25, 25, 15, 15, 10, 10)


def main() -> None:
    """Make a throwaway database, fill it, and time the sums."""
    with TemporaryDirectory(prefix="safer-grants-bench-") as folder:
        os.environ["VAR_ROOT"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        set_up()
        for lines in (ranking_lines, optimiser_lines):
            sys.stdout.write("\n".join([*lines(), ""]))
            sys.stdout.flush()
        for part in ("tests.bench_submission", "tests.bench_committee"):
            subprocess.run([sys.executable, "-m", part], check=True)


def set_up() -> None:
    """Make Django ready."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


def best_of(*actions: Callable[[], object]) -> list[float]:
    """The shortest of a few runs of each, in seconds; in turn, so that a busy machine is busy for all."""
    found: list[list[float]] = [[] for _action in actions]
    for _run in range(TIMES):
        for action, times in zip(actions, found, strict=True):
            start = perf_counter()
            action()
            times.append(perf_counter() - start)
    return [min(times) for times in found]


def ranking_lines() -> list[str]:
    """Ranking a large route, beside the query that adds its scores up."""
    from django.core.management import call_command
    from django.db import connection

    from funds.management.commands.open_round import open_round
    from scoring.models import Score
    from scoring.ranking import rank
    from scoring.standings import candidate, points_of, standings, sums_of, weighed
    from tests.round_files import round_file, round_text

    call_command("migrate", verbosity=0)
    settings = "".join(
        f'\n[[criteria]]\ncode = "more-{n}"\nkind = "general"\nweight = {10 + n}\ntitle = "More"\n'
        for n in range(3)
    )
    open_round(file=round_file(round_text() + settings), at=None)
    with (
        connection.cursor() as cursor
    ):  # bids of any state are laid down, with no history behind them
        for name in names_of_triggers(cursor):
            cursor.execute(f'DROP TRIGGER "{name}"')
    round = fill()
    query, params = sums_of(round.bids.all()).query.sql_with_params()

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(query, params)
            cursor.fetchall()

    criteria = weighed(round)

    def ranked() -> None:
        bids = list(round.bids.only("round", "reference", "requested_pence"))
        points = points_of(bids)
        rank([candidate(bid, points[bid.pk], criteria) for bid in bids], criteria)

    alone, sums, whole = best_of(bare, ranked, lambda: standings(round))
    scores = Score.objects.count()
    return [
        f"{round.bids.count():,} bids × {MEMBERS} members × {len(criteria)} criteria: {scores:,} scores",
        f"  the query that adds them up, rows fetched      {alone:7.2f} s",
        f"  the same, its bids read, and exactly ranked    {sums:7.2f} s  ({sums / alone:.1f} times)",
        f"  the same, as pages have it (organisation, …)   {whole:7.2f} s  ({whole / alone:.1f} times)",
    ]


def names_of_triggers(cursor: "CursorWrapper") -> list[str]:
    """The triggers of the throwaway database."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return [name for (name,) in cursor.fetchall()]


def fill() -> "Round":
    """Ten thousand sifted bids, each scored by five members; one score in fifty is left out."""
    from bids.models import Bid
    from people.models import Organisation, User
    from rounds.models import Round
    from scoring.models import Recommendation, Score

    random_ = random.Random(1)  # the same bids each time
    round = Round.objects.get()
    members = [User.objects.create_user(f"member{n}@csp.example") for n in range(MEMBERS)]
    organisation = Organisation.objects.create(name="Works", kind="charity")
    Bid.objects.bulk_create(
        Bid(
            round=round,
            route="main",
            state="sifted",
            reference=f"B{number:05d}",
            organisation=organisation,
            project=f"Project {number}",
            need="Words " * 200,
            requested_pence=random_.randrange(10, 200) * 5_000,
        )
        for number in range(BIDS)
    )
    bids, criteria = list(Bid.objects.only("pk")), list(round.criteria.all())
    Recommendation.objects.bulk_create(
        (Recommendation(bid=bid, choice="reserve") for bid in bids), batch_size=2_000
    )
    Score.objects.bulk_create(
        (
            Score(bid=bid, criterion=criterion, member=member, points=random_.randrange(6))
            for bid in bids
            for criterion in criteria
            for member in members
            if random_.random() > 0.02
        ),
        batch_size=5_000,
    )
    return round


def optimiser_lines() -> list[str]:
    """The best set of five hundred bids, of panels of different sizes."""
    from scoring.optimiser import Limits, best_set

    best_set(contenders(0)[:20], pot_pence=1_000_000)  # the solver is loaded
    times: list[float] = []
    limited: list[float] = []
    for seed in SEEDS:
        bids = contenders(seed)
        pot = sum(bid.requested_pence for bid in bids) // 4
        limits = Limits(frozenset(f"P{n}" for n in range(10)), 2)
        best = partial(best_set, bids, pot_pence=pot)
        alone, within = best_of(best, partial(best, limits=limits))
        times.append(alone)
        limited.append(within)
    return [
        f"The best set of {CHOOSE} bids, {len(times)} panels",
        f"  within the pot                                 {max(times):7.2f} s at most",
        f"  each priority covered, two per organisation    {max(limited):7.2f} s at most",
    ]


def contenders(seed: int) -> "list[Contender]":
    """Bids with scores of an uneven panel, in rank order, and amounts to the penny."""
    from scoring.optimiser import Contender

    random_ = random.Random(seed)
    found = []
    for number in range(CHOOSE):
        counts = [random_.randint(2, 5) for _weight in WEIGHTS]
        means = [Fraction(sum(random_.randint(1, 5) for _ in range(n)), n) for n in counts]
        total = sum(w * m for w, m in zip(WEIGHTS, means, strict=True))
        found.append(
            Contender(
                reference=f"B{number:03d}",
                requested_pence=random_.randrange(50_000, 1_000_000),
                score=Fraction(100 * total, 5 * sum(WEIGHTS)),
                priorities=frozenset({f"P{random_.randrange(10)}"}),
                organisation=random_.randrange(200),
            )
        )
    return sorted(found, key=lambda one: -one.score)


if __name__ == "__main__":
    main()
