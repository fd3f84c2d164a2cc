"""The last sheet of the submission: how it was done, what is not in it, and what changed."""

from collections.abc import Iterator

from awards.submissions import Content
from reports.submission.heading import Edition

Note = tuple[str, str]


def notes(content: Content, edition: Edition) -> Iterator[Note]:
    """Titles, and what is said of each."""
    threshold = f"{float(content['threshold']):g}"
    yield (
        "How bids were scored",
        "Each panel member without an interest gave 0 to 5 points for each criterion. The score is "
        "the weighted mean out of 100; an agreed score stands for the panel's mean where the "
        f"panel moderated one. Bids below {threshold} are not proposed.",
    )
    yield (
        "Priorities",
        "A project that serves several priorities counts in full under each, so the amounts by "
        "priority add up to more than the total.",
    )
    for change in edition.changes:
        title = f"{change.kind} since version {edition.before}"
        yield title, f"{change.title}. {change.words}"
    for row in content["failed"]:
        words = f"{row['Organisation']}: {row['Project']}. {row['Reason']}"
        yield f"{row['Reference']} failed a gate", words
    for row in content["withdrawn"]:
        yield f"{row['Reference']} was withdrawn", f"{row['Organisation']}, after the sift."
