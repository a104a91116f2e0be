"""What the record says of putting a session away, holding it and letting it go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from shared.plan.days import day_in_words
from shared.record.events import Event, keeping


def _released(event: keeping.KeptReleased, _: Any) -> str:  # noqa: ANN401 - the timeline's own words
    of = f"Of {event.about}" if event.about else "Of the site"
    return f"{of}, released and deleted: {'; '.join(event.what)}. Reason: {event.reason.rstrip('.')}."


KEEPING_SENTENCES: Final[dict[type[Event], Callable[[Any, Any], str]]] = {
    keeping.SessionArchived: lambda e, _: (
        f"Session {e.about} put away encrypted in {e.file}, opened again and found whole."
    ),
    keeping.ReviewsClosed: lambda e, _: (
        f"Reviews of results of {e.about} may be asked for until {day_in_words(e.until)} ({e.source})."
    ),
    keeping.ReleaseHeld: lambda e, _: f"Nothing of {e.about} may be released: {e.reason.rstrip('.')}.",
    keeping.ReleaseHoldLifted: lambda e, _: f"Hold on {e.about} lifted: {e.reason.rstrip('.')}.",
    keeping.KeptReleased: _released,
    keeping.RecordsReleased: lambda e, _: (
        f"Content of {e.rows} record{'' if e.rows == 1 else 's'} of {e.about} erased; their digests stand."
    ),
}
