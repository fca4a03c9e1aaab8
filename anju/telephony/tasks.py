"""What the house does by itself for the telephone: call-backs, and calls that fell silent."""

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.telephony.commands.backs import close_by_call, open_call_back
from anju.telephony.commands.hearing import end_silent
from anju.telephony.queries.calls import call_behind, silent_across_projects

_log = logging.getLogger("anju.telephony")
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident


@app.task(name="telephony.follow_call", retry=AGAIN)
def follow_call(event_id: int) -> None:
    """Have a missed call called back, and close what an answered one settles; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    call = call_behind(event)
    if call is None:
        return
    open_call_back(call=call, by=SYSTEM, at=timezone.now())
    close_by_call(call=call, by=SYSTEM, at=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="telephony.end_silent", queueing_lock="telephony.end_silent")
def end_silent_calls(timestamp: int) -> None:
    """End calls whose hang-up never came; one that fails does not hold up the others.

    :raises RuntimeError: at the end, if calls failed, so that the job is seen as failed.
    """
    failed = []
    for call in silent_across_projects(timezone.now()):
        try:
            end_silent(call=call, by=SYSTEM, at=timezone.now())
        # Whatever it is: one call must not keep all others ringing. It is logged, and the job
        # fails below.
        except Exception:
            _log.exception("a silent call could not be ended", extra={"call": call.pk})
            failed.append(call.pk)
    if failed:
        raise RuntimeError(f"silent calls could not be ended: {failed}")
