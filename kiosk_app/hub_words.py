"""What a hub refuses, by kind, in the language of whoever holds the tablet.

A hub says why in English. What this version of the tablet knows by its kind is said in its own words instead;
what it doesn't know is shown as the hub said it.
"""

from __future__ import annotations

from typing import Final

from kiosk_app.texts import N_, _

UNAUTHORISED: Final = 401
_NOT_PROVED: Final = N_("The hub could not make sure that this is the tablet that was paired. Try again.")
_TOO_MANY: Final = N_("More tablets or records came at once than the hub takes. Tell the exams officer.")
_NOT_READ: Final = N_("The hub could not read what this tablet sent. The tablet needs an update.")
_OF_ACCESS: Final = frozenset({"token-missing", "token-unknown", "token-expired", "proof", "challenge"})
"""Some of these words are about a pairing code too: a refused code is forbidden (403), not unproved."""
_SAID: Final[dict[str, str]] = {
    "tls-only": N_("The hub talks to tablets at its https address only. Ask for a new pairing code."),
    "device-unknown": N_("This tablet is not paired with this hub. Pair it first."),
    "device-pending": N_("The exams office has not approved this tablet yet."),
    "device-taken": N_("Another tablet has this identifier. Reset this tablet, then pair it again."),
    "token-used": N_("This pairing code was used already. Ask for a new one."),
    "token-unknown": N_("This hub did not make the pairing code. Ask for a new one."),
    "token-expired": N_("This pairing code has expired. Ask for a new one."),
    "pack-unknown": N_("The hub has no plan of this session for this room. Ask the exams officer."),
    "room-refused": N_("This tablet is not approved for this room. Ask the exams officer."),
    "photo-unknown": N_("The hub has no such photo for this tablet's rooms."),
    "not-its-own": N_("Not every record in these codes is that tablet's own. Read the series again."),
    "too-large": N_("What this tablet sent is larger than the hub takes. Tell the exams officer."),
    "too-many-tries": N_("There were too many wrong tries. Wait a minute, then try again."),
    "too-slow": N_("The line was too slow. The tablet connects again by itself."),
    "storage": N_(
        "The hub can't save anything just now. All is kept on this tablet; tell the exams officer."
    ),
    "protocol": N_("Hub and tablet have different versions of ExamDay. Tell the technician."),
    "session": N_("The hub doesn't know this session. Ask the exams officer."),
    "quarantine-full": N_("The hub takes no more records of this tablet. Use another one; show this one."),
    **dict.fromkeys(("too-many", "too-many-records"), _TOO_MANY),
    **dict.fromkeys(("malformed", "invalid", "name", "device-id", "app-version", "public-key"), _NOT_READ),
}
_OFFICE_SAYS: Final[dict[str, str]] = {
    "device-revoked": N_("The exams office took this tablet's permission back."),
    "device-refused": N_("The exams office did not accept this tablet."),
}
"""What the officer wrote beside it is shown as it was written."""
_NO_REASON: Final = frozenset({"", "the exams office turned this tablet away"})
_APART: Final[dict[str, str]] = {
    "malformed": N_("it can't be read"),
    "broken_chain": N_("it doesn't follow from the record before it"),
    "bad_signature": N_("it is not signed by this tablet"),
    "unknown_device": N_("this tablet was never approved here"),
    "revoked_device": N_("this tablet's permission was taken back"),
}


def hub_words(kind: str, detail: str, status: int = 0) -> str:
    """Why the hub says no; ``kind`` is a problem's type or the reason of a refusal."""
    plain = kind.removeprefix("urn:examday:").replace("_", "-")
    if plain in _OFFICE_SAYS:
        written = detail.removeprefix("the exams office took this tablet's permission back: ")
        return " ".join([_(_OFFICE_SAYS[plain]), *([] if written in _NO_REASON else [written])])
    is_access = plain in _OF_ACCESS and (status in (0, UNAUTHORISED) or plain not in _SAID)
    return _(_NOT_PROVED) if is_access else _(_SAID.get(plain, detail))


def quarantine_words(reason: str, detail: str) -> str:
    """Why the hub keeps a record apart."""
    return _(_APART[reason]) if reason in _APART else detail or reason
