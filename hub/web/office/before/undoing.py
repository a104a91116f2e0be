"""Taking back a step of the plan from a page: rooms, seating and rota do it alike."""

from __future__ import annotations

from datetime import datetime

from hub.storage.plan_steps import PlanMovedOnError, Step
from hub.storage.plan_store import PlanStore
from hub.web.office.refusals import NotNow


def undo_step(plan: PlanStore, scope: str, at: datetime, step: str, *, of: str) -> Step:
    """Take back the step that the page showed; ``of`` names what it changed.

    Raises NotNow where something newer stands on it, or nothing is left.
    """
    try:
        done = plan.steps.undo(scope, at, step=int(step) if step.isdecimal() else None)
    except PlanMovedOnError as error:
        raise NotNow(str(error)) from error
    if done is None:
        raise NotNow(f"There is no change to {of} left that could be undone.")
    return done
