"""How a tablet stands with its hub, as the top bar shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

UNMEASURED_MS: Final = 86_400_000
"""The uncertainty of a clock that was never compared with the hub's: a day, since nobody knows."""

Lock = Literal["", "locked", "held", "wiped"]
"""Nothing; locked until somebody signs in again; held by the office until it releases it; or wiped."""
HOLD_NOTE: Final = "held_by_office"
"""Under this the tablet remembers that it is held, so that a restart doesn't open it."""


class Connection(Struct, frozen=True, kw_only=True):
    """``offline_since`` and ``last_contact`` are moments of the exam day.

    ``unsent`` counts this tablet's records without the hub's signed receipt. ``clock_uncertainty_ms``
    is ``UNMEASURED_MS`` before the first measurement. ``refusal`` is the hub's reason for
    turning the tablet away.
    """

    online: bool = False
    offline_since: datetime | None = None
    unsent: int = 0
    last_contact: datetime | None = None
    clock_offset_ms: int = 0
    clock_uncertainty_ms: int = UNMEASURED_MS
    refusal: str = ""

    @property
    def is_clock_measured(self) -> bool:
        """Whether the tablet ever compared its clock with the hub's."""
        return self.clock_uncertainty_ms < UNMEASURED_MS
