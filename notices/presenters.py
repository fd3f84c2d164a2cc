"""The service's health in words."""

from notices.health import Health
from ui.parts import Badge, Fact, Lines

UP, DOWN = Badge("Working", "green"), Badge("Not reachable", "red")


def health_facts(health: Health) -> list[Fact]:
    """Each part, and what it means that one is down."""
    facts = [
        Fact("Database", UP if health.database else DOWN),
        Fact(
            "Queue",
            UP
            if health.queue
            else Lines([DOWN], "Messages wait in the outbox until it is back. Nothing is lost."),
        ),
    ]
    if health.waiting is not None:
        facts.append(Fact("Messages waiting to be sent", f"{health.waiting:,}"))
    if health.given_up:
        facts.append(Fact("Messages that could not be sent", f"{health.given_up:,}"))
    return facts
