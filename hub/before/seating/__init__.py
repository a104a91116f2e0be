"""Who sits where in a session: proposed from the plan, changed by hand, every choice with its reason."""

from hub.before.seating.engine import rooms_to_fill, seat_session
from hub.before.seating.options import Apart, Corner, Flow, Order, Scope, SeatingOptions
from hub.before.seating.outcome import RoomUse, SeatingPlan, Unplaced
from hub.before.seating.sitters import ROUTED
from hub.before.seating.walk import walk

__all__ = [
    "ROUTED",
    "Apart",
    "Corner",
    "Flow",
    "Order",
    "RoomUse",
    "Scope",
    "SeatingOptions",
    "SeatingPlan",
    "Unplaced",
    "rooms_to_fill",
    "seat_session",
    "walk",
]
