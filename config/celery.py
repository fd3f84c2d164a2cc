"""The Celery app: work that waits for the commit, and what happens by the clock.

Tasks may run twice (they are acknowledged late), so each must bear it. A missing broker makes a
nudge fail within a second or so; the work itself waits in the database.
"""

import os
from typing import Any

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

MINUTE, HALF_HOUR = 60.0, 1800.0


def _every(seconds: float, task: str) -> dict[str, Any]:
    """A task by the clock; one that nobody took before its next turn is let go."""
    return {"task": task, "schedule": seconds, "options": {"expires": int(seconds * 0.95)}}


BEAT_SCHEDULE = {
    "send what is due": _every(MINUTE, "notices.tasks.send_due"),
    "scan what waits": _every(MINUTE, "bids.tasks.scan_files"),
    "make the files that wait": _every(MINUTE, "reports.tasks.make_waiting_files"),
    "remove old files": _every(HALF_HOUR, "reports.tasks.remove_old_files"),
    "remind of deadlines": _every(HALF_HOUR, "bids.tasks.remind_of_deadlines"),
    "remind the panels": _every(HALF_HOUR, "scoring.tasks.remind_panels"),
    "remind of returns": _every(HALF_HOUR, "monitoring.tasks.remind_of_returns"),
    "remind of papers": _every(HALF_HOUR, "reports.tasks.remind_of_papers"),
    "say on Mondays what waits": _every(HALF_HOUR, "monitoring.tasks.say_what_waits"),
}


def configuration() -> dict[str, Any]:
    """Celery's settings; asked for at first use, when Django's are ready."""
    return {
        "broker_url": settings.REDIS_URL.replace("unix://", "redis+socket://", 1),
        "broker_connection_timeout": 1,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # the worker waits for its broker, however long
        "broker_transport_options": {
            "socket_connect_timeout": 1,
            "socket_timeout": 2,
            "max_retries": 0,
            "global_keyprefix": "safer-grants:",
        },
        "task_publish_retry": False,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_cancel_long_running_tasks_on_connection_loss": True,  # they are given out again
        "worker_hijack_root_logger": False,
        "worker_prefetch_multiplier": 1,
        "timezone": settings.TIME_ZONE,
        "beat_schedule_filename": str(settings.VAR_ROOT / "beat-schedule"),
        "beat_schedule": BEAT_SCHEDULE,
    }


app = Celery("safer_grants")
app.add_defaults(configuration)
app.autodiscover_tasks()
