"""Who sits where in a session: proposed from the plan, changed by hand, every choice with its reason."""

from hub.before.seating.cloning import Cloned, clone_seating
from hub.before.seating.engine import rooms_to_fill, seat_session
from hub.before.seating.moves import Moved, SeatingError, move, pin, swap, unseat
from hub.before.seating.options import Apart, Corner, Flow, Order, Scope, SeatingOptions
from hub.before.seating.outcome import RoomUse, SeatingPlan, Unplaced
from hub.before.seating.sitters import ROUTED
from hub.before.seating.walk import walk
from hub.before.seating.warnings import SeatWarning, WarningKind, seating_warnings

__all__ = [
    "ROUTED",
    "Apart",
    "Cloned",
    "Corner",
    "Flow",
    "Moved",
    "Order",
    "RoomUse",
    "Scope",
    "SeatWarning",
    "SeatingError",
    "SeatingOptions",
    "SeatingPlan",
    "Unplaced",
    "WarningKind",
    "clone_seating",
    "move",
    "pin",
    "rooms_to_fill",
    "seat_session",
    "seating_warnings",
    "swap",
    "unseat",
    "walk",
]
