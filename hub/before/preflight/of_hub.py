"""The lines that are about the hub itself: paper registers, disk, copy, certificate."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hub.before.preflight.values import PreflightFacts, PreflightLine, State

LEAST_DISK_MB: Final = 5_000
TOO_LITTLE_DISK_MB: Final = 1_000
CERTIFICATE_SOON: Final = timedelta(days=30)
BACKUP_LASTS: Final = timedelta(days=1)


def fallback(facts: PreflightFacts) -> PreflightLine:
    """The registers that are written as paper all the time."""

    def line(state: State, what: str, todo: str = "") -> PreflightLine:
        return PreflightLine(
            key="fallback", title="Paper registers", state=state, what=what, todo=todo, link="/fallback"
        )

    found = facts.fallback
    if found is None or not found.folder:
        return line("look", "No folder is chosen.", "Put a stick into the hub and choose it.")
    if found.fault:
        return line("stop", found.fault, "Put the stick back, or choose another.")
    if found.same_disk:
        return line(
            "look", "They are written, to the hub's own disk.", "Choose a stick: it survives the hub."
        )
    return line("good", f"They are written to {found.folder}.")


def disk(facts: PreflightFacts) -> PreflightLine:
    """Room for records."""
    free = facts.free_disk_mb
    told = "not known" if free is None else f"{free / 1000:.1f} GB free"
    state: State = "good"
    if free is None or free < LEAST_DISK_MB:
        state = "stop" if free is not None and free < TOO_LITTLE_DISK_MB else "look"
    return PreflightLine(
        key="disk", title="Hub's disk", state=state, what=f"{told[0].upper()}{told[1:]}.",
        todo="" if state == "good" else "Make room: a full disk takes no records.",
    )  # fmt: skip


def backup(facts: PreflightFacts) -> PreflightLine:
    """Whether the site was copied lately."""
    at = facts.backup_at
    if at is None:
        return PreflightLine(
            key="backup", title="Copy of the site", state="look", what="The hub knows of no copy.",
            todo="Plug a stick into the hub's machine: examday backup with the stick's folder.",
        )  # fmt: skip
    state: State = "good" if facts.now - at <= BACKUP_LASTS else "look"
    return PreflightLine(
        key="backup", title="Copy of the site", state=state, what=f"The last one is of {at:%d %B %Y, %H:%M}.",
        todo="" if state == "good" else "Make a new one: examday backup with the stick's folder.",
    )  # fmt: skip


def certificate(facts: PreflightFacts) -> PreflightLine:
    """How long browsers and tablets go on to trust the hub."""
    until = facts.certificate_until
    title, link = "Certificate", "/setup/centre"
    if until is None:
        return PreflightLine(
            key="certificate", title=title, state="look", link=link, what="There is none yet.",
            todo="Start the hub once: it makes one.",
        )  # fmt: skip
    left = until - facts.now
    state: State = "stop" if left <= timedelta(0) else "look" if left < CERTIFICATE_SOON else "good"
    return PreflightLine(
        key="certificate", title=title, state=state, link=link,
        what=f"Good until {until:%d %B %Y}.",
        todo="" if state == "good" else "Start the hub again: it makes a new one that tablets trust.",
    )  # fmt: skip
