"""Who may do what: the table of least roles, invitations, and people who are made to wait."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from hub.accounts import AccountError, Accounts, NotAdmitted, Role
from hub.sign_in_attempts import FREE_ATTEMPTS, TooManyAttempts
from hub.web.office.roles import ASSISTANT_SENDS, least_role, permits
from tests.unit.office_accounts.test_accounts import ELSEWHERE, HERE, PASSWORD, Clock, open_accounts


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_nobody_listed_is_the_officers_to_send_and_everybodys_to_read() -> None:
    assert least_role("POST", "/something/new") is Role.OFFICER
    assert least_role("GET", "/something/new") is Role.VIEWER
    assert least_role("GET", "/accounts") is Role.OFFICER


@pytest.mark.parametrize(
    "path",
    [
        "/accounts",
        "/devices/{device_id}/wipe",
        "/devices/{device_id}/revoke",
        "/sessions/{session}/seal",
        "/sessions/{session}/discrepancies/{discrepancy_id}",
        "/plan/publish/{session}",
        "/setup/rules/{key}",
        "/setup/invigilators/{person}/pin",
        "/api/office/sessions/{session}/rooms/{room}/override",
        "/handover",
    ],
)
def test_what_an_assistant_may_not_send(path: str) -> None:
    assert path not in ASSISTANT_SENDS
    assert not permits(Role.ASSISTANT, least_role("POST", path))
    assert permits(Role.OFFICER, least_role("POST", path))


def test_roles_contain_each_other() -> None:
    for least in Role:
        allowed = [role for role in Role if permits(role, least)]
        assert allowed == list(Role)[: len(allowed)], "whoever may do more may do that, too"


def test_somebody_is_invited_changed_and_removed(tmp_path: Path, clock: Clock) -> None:
    with closing(open_accounts(tmp_path, clock)) as accounts:
        accounts.ensure_officer(PASSWORD)
        drawn = accounts.invite("Tom", "Tom Bagshaw", Role.ASSISTANT)
        tom = accounts.admit("tom", drawn, HERE)
        assert (tom.role, tom.must_change, tom.may_help, tom.may_act) == (Role.ASSISTANT, True, True, False)
        assert tom.last_sign_in_at is None
        token = accounts.sign_in(tom)
        seen = accounts.signed_in(token)
        assert seen is not None
        assert seen.last_sign_in_at == clock.at
        accounts.change_role("tom", Role.VIEWER)
        demoted = accounts.signed_in(token)
        assert demoted is not None
        assert not demoted.may_help, "at once, not at the next sign-in"
        accounts.remove("tom")
        assert accounts.signed_in(token) is None
        with pytest.raises(NotAdmitted):
            accounts.admit("tom", drawn, HERE)


def test_the_last_officer_stays_one(tmp_path: Path, clock: Clock) -> None:
    with closing(open_accounts(tmp_path, clock)) as accounts:
        accounts.ensure_officer(PASSWORD)
        for change in (
            lambda: accounts.remove("officer"),
            lambda: accounts.change_role("officer", Role.VIEWER),
        ):
            with pytest.raises(AccountError, match="one officer"):
                change()
        accounts.invite("second", "Second Officer", Role.OFFICER)
        accounts.remove("officer")
        assert [a.name for a in accounts.all()] == ["second"]


def test_who_has_to_wait_is_seen_and_let_in(tmp_path: Path, clock: Clock) -> None:
    with closing(open_accounts(tmp_path, clock)) as accounts:
        accounts.ensure_officer(PASSWORD)
        for _ in range(FREE_ATTEMPTS):
            with pytest.raises(NotAdmitted):
                accounts.admit("officer", "wrong", HERE)
        with pytest.raises(TooManyAttempts):
            accounts.admit("officer", PASSWORD, HERE)
        assert accounts.admit("officer", PASSWORD, ELSEWHERE).may_act
        (waiting,) = accounts.attempts.locked_out()
        assert (waiting.name, waiting.address, waiting.failures) == ("officer", HERE, FREE_ATTEMPTS)
        assert accounts.attempts.lift(waiting.name, waiting.address)
        assert accounts.admit("officer", PASSWORD, HERE).may_act
        assert not accounts.attempts.lift("officer", HERE)
        clock.forward(timedelta(hours=1))
        assert accounts.attempts.locked_out() == ()


def test_accounts_of_an_older_hub_are_read(tmp_path: Path, clock: Clock) -> None:
    with closing(open_accounts(tmp_path, clock)) as accounts:
        accounts.ensure_officer(PASSWORD)
    with closing(sqlite3.connect(tmp_path / "accounts.db", isolation_level=None)) as db:
        db.execute("ALTER TABLE accounts DROP COLUMN last_sign_in_at")
    with closing(open_accounts(tmp_path, clock)) as accounts:
        assert isinstance(accounts, Accounts)
        assert accounts.admit("officer", PASSWORD, HERE).last_sign_in_at is None
