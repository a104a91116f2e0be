"""What the centre is and which rules hold there, as it stands now: both may be changed while the hub runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from hub.before.rules_files import rules_by_day
from hub.config import HubConfig
from shared.plan.centre import Centre
from shared.rules.profile import RulesProfile

if TYPE_CHECKING:
    from hub.storage.plan_store import PlanStore


class Setting:
    """The one place that knows both. May be asked from any thread; raises ProfileError when made."""

    def __init__(self, config: HubConfig, plan: PlanStore) -> None:
        self._config = config
        self._plan = plan
        self._lock = threading.Lock()
        self._centre = plan.centre() or config.centre
        self._rules = rules_by_day(config.rules, config.site)
        self._changed: list[Callable[[Centre], None]] = []

    @property
    def centre(self) -> Centre:
        """The centre as the plan has it, or hub.toml where the plan says nothing."""
        return self._centre

    def rules(self, day: date) -> RulesProfile:
        """The rules of this day, with the centre's own numbers."""
        return self._rules(day)

    def change_centre(self, centre: Centre) -> None:
        """From now on the centre is this one; published packs stay as they are. Raises StorageError."""
        with self._lock:
            self._plan.set_centre(centre)
            self._centre = centre
        for tell in self._changed:
            tell(centre)

    def on_centre(self, tell: Callable[[Centre], None]) -> None:
        """Have ``tell`` called with the centre whenever it was changed."""
        self._changed.append(tell)

    def read_rules_again(self) -> None:
        """The site's rules files were changed. Raises ProfileError; then what held goes on to hold."""
        fresh = rules_by_day(self._config.rules, self._config.site)
        with self._lock:
            self._rules = fresh
