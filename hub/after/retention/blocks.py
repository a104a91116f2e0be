"""Whether a kind of thing may go: what stands against it, in sentences that say what to do."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from hub.after.retention.history import KeepingHistory
from hub.after.retention.rules import KeepingRule
from shared.plan.days import day_in_words


class Standing(Struct, frozen=True, kw_only=True):
    """How a session stands in what matters for keeping it; ``day`` is None for the site.

    ``open_matters`` are differences and questions, ``open_cases`` reports that weren't sent and scripts that
    are still here: one sentence each. ``archive_outdated``: more was recorded after the last archive.
    ``last_day`` is that of the last session of all.
    """

    day: date | None
    last_day: date | None = None
    open_matters: tuple[str, ...] = ()
    open_cases: tuple[str, ...] = ()
    archive_outdated: bool = False


def what_blocks(
    rule: KeepingRule, history: KeepingHistory, standing: Standing, today: date
) -> tuple[str, ...]:
    """Why it must stay; empty where the officer may release it."""
    if rule.until == "never":
        return (rule.why,)
    found: list[str] = []
    if history.hold is not None:
        found.append(f"Held by {history.hold.by}: {history.hold.reason}")
    if standing.day is not None and today <= standing.day:
        found.append("The session is not over.")
    if rule.clear:
        found += [*standing.open_matters, *standing.open_cases]
    found += _of_time(rule, history, standing, today)
    return tuple(found)


def _of_time(rule: KeepingRule, history: KeepingHistory, standing: Standing, today: date) -> list[str]:
    found: list[str] = []
    if rule.until in ("reviews", "archived"):
        found += _of_archive(history, standing)
    if rule.until == "archived" and history.archives and rule.days:
        found += _until(history.archives[-1].at.date() + timedelta(days=rule.days), "the archive", today)
    if rule.until == "reviews":
        if history.reviews_until is None:
            found.append("Nobody gave the last day for reviews of results and appeals yet.")
        else:
            last = history.reviews_until + timedelta(days=rule.days)
            found += _until(last, "reviews of results and appeals", today)
    if rule.until == "over":
        last_day = standing.day or standing.last_day
        if last_day is not None:
            found += _until(last_day + timedelta(days=rule.days), "the last session", today)
    return found


def _of_archive(history: KeepingHistory, standing: Standing) -> list[str]:
    if history.record_released is not None:
        return []
    if not history.archives:
        return ["The session is not archived yet."]
    if standing.archive_outdated:
        return ["More was recorded since the last archive: archive it once more."]
    return []


def _until(last: date, what: str, today: date) -> list[str]:
    return [f"Kept until {day_in_words(last)}, for {what}."] if today <= last else []
