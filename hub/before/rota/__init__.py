"""Who invigilates where: what rooms need, a proposal that shares duties fairly, changes by hand, doubts."""

from hub.before.rota.changes import RotaChange, RotaError, exchange, give_duty, release
from hub.before.rota.doubts import RotaDoubt, RotaDoubtKind, rota_doubts
from hub.before.rota.needs import RoomNeed, RotaOptions, SessionNeeds, session_needs
from hub.before.rota.proposal import Gap, Rota, propose_rota
from hub.before.rota.share import Share, Workload

__all__ = [
    "Gap",
    "RoomNeed",
    "Rota",
    "RotaChange",
    "RotaDoubt",
    "RotaDoubtKind",
    "RotaError",
    "RotaOptions",
    "SessionNeeds",
    "Share",
    "Workload",
    "exchange",
    "give_duty",
    "propose_rota",
    "release",
    "rota_doubts",
    "session_needs",
]
