"""What becomes of a session's record when it is no longer needed every day: put away, held, let go.

All of them are facts of the site and not of the session that they name: what is left of a released session
must stay readable for good, and no tablet needs to know.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from shared.ids import SessionId
from shared.record.events.base import Event


class SessionArchived(Event, frozen=True):
    """A session's binder was encrypted, written and opened again to see that it holds.

    ``digest`` is the SHA-256 of the archive's bytes; ``rows`` and ``head`` are length and hash of the journal
    that is in it.
    """

    about: SessionId
    file: str
    digest: str
    size: int
    key: Literal["passphrase", "file"]
    rows: int
    head: str


class ReviewsClosed(Event, frozen=True):
    """Until ``until``, reviews of results and appeals may be asked for; the officer looked the day up."""

    about: SessionId
    until: date
    source: str


class ReleaseHeld(Event, frozen=True):
    """Nothing of the session may be released until the hold is lifted."""

    about: SessionId
    reason: str


class ReleaseHoldLifted(Event, frozen=True):
    """The reason of a hold is gone."""

    about: SessionId
    reason: str


class KeptReleased(Event, frozen=True):
    """The officer had these kinds of things deleted; ``what`` says in a line each what there was.

    ``about`` is empty where they belonged to the site and to no session.
    """

    about: SessionId
    kinds: tuple[str, ...]
    what: tuple[str, ...]
    reason: str


class RecordsReleased(Event, frozen=True):
    """The content of journal rows was erased; their places and digests stand (see ``KeptReleased``).

    ``spans`` are first and last row of each unbroken run. ``digest`` is over number, device, number of the
    device, session and content digest of every row (see ``shared.record.released``), so that
    nothing that is left of them can be changed either.
    """

    about: SessionId
    spans: tuple[tuple[int, int], ...]
    rows: int
    digest: str
