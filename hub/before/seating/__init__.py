"""Who sits where in a session: proposed from the plan, changed by hand, every choice with its reason."""

from hub.before.seating.engine import ROUTED, SeatingPlan, Unplaced, seat_session
from hub.before.seating.options import Apart, Corner, Flow, Order, Scope, SeatingOptions

__all__ = [
    "ROUTED",
    "Apart",
    "Corner",
    "Flow",
    "Order",
    "Scope",
    "SeatingOptions",
    "SeatingPlan",
    "Unplaced",
    "seat_session",
]
