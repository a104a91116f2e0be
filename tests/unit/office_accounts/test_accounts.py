"""Officers' accounts: the first one, passwords, who is signed in, and what guessing costs."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import argon2
import pytest

from hub.accounts import IDLE_AT_MOST, SIGNED_IN_AT_MOST, AccountError, Accounts, NotAdmitted, Role
from hub.sign_in_attempts import FREE_ATTEMPTS, FREE_ATTEMPTS_PER_ADDRESS, LONGEST_WAIT, TooManyAttempts

PASSWORD = "correct horse battery"
HERE = "127.0.0.1"
ELSEWHERE = "192.0.2.7"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2024, 6, 3, 7, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


def open_accounts(site: Path, clock: Clock) -> Accounts:
    """The real algorithm at its cheapest: what it costs by default is not what is tested here."""
    return Accounts(
        site / "accounts.db", clock, argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Generator[Accounts]:
    with closing(open_accounts(tmp_path, clock)) as opened:
        yield opened


def test_the_first_start_draws_a_password_that_has_to_be_changed(accounts: Accounts) -> None:
    drawn = accounts.ensure_officer(None)
    assert drawn is not None
    assert len(drawn) == 23
    account = accounts.admit("officer", drawn, HERE)
    assert account.must_change
    assert accounts.ensure_officer(None) is None

    chosen = accounts.choose_password("officer", drawn, PASSWORD, "Siân O'Connor", HERE)

    assert (chosen.display_name, chosen.must_change) == ("Siân O'Connor", False)
    assert accounts.admit("OFFICER ", PASSWORD, HERE).display_name == "Siân O'Connor"
    with pytest.raises(NotAdmitted):
        accounts.admit("officer", drawn, HERE)


def test_a_given_password_is_kept_and_never_told(accounts: Accounts, tmp_path: Path) -> None:
    assert accounts.ensure_officer(PASSWORD) is None
    assert not accounts.admit("officer", PASSWORD, HERE).must_change
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert PASSWORD.encode() not in stored
    assert b"$argon2id$" in stored


def test_by_default_a_guess_costs_what_is_recommended(tmp_path: Path, clock: Clock) -> None:
    """RFC 9106, its second recommendation: 64 MiB, three passes."""
    with closing(Accounts(tmp_path / "accounts.db", clock)) as accounts:
        accounts.ensure_officer(PASSWORD)
    with closing(sqlite3.connect(tmp_path / "accounts.db")) as db:
        stored = db.execute("SELECT password FROM accounts").fetchone()[0]
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_accounts_are_there_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    with closing(open_accounts(tmp_path, clock)) as first:
        first.ensure_officer(PASSWORD)
        token = first.sign_in(first.admit("officer", PASSWORD, HERE))
    with closing(open_accounts(tmp_path, clock)) as second:
        known = second.signed_in(token)
        assert known is not None
        assert known.name == "officer"
    with closing(sqlite3.connect(tmp_path / "accounts.db")) as db:
        assert token not in str(db.execute("SELECT * FROM sign_ins").fetchall())


def test_a_sign_in_ends_when_idle_when_old_and_when_signed_out(accounts: Accounts, clock: Clock) -> None:
    accounts.ensure_officer(PASSWORD)
    account = accounts.admit("officer", PASSWORD, HERE)
    idle, out = accounts.sign_in(account), accounts.sign_in(account)
    accounts.sign_out(out)
    assert accounts.signed_in(out) is None
    assert accounts.signed_in("not a token") is None

    clock.forward(IDLE_AT_MOST - timedelta(minutes=1))
    assert accounts.signed_in(idle) is not None
    clock.forward(IDLE_AT_MOST - timedelta(minutes=1))
    assert accounts.signed_in(idle) is not None
    clock.forward(IDLE_AT_MOST + timedelta(minutes=1))
    assert accounts.signed_in(idle) is None

    busy = accounts.sign_in(account)
    began = clock.at
    while clock.at - began <= SIGNED_IN_AT_MOST:
        assert accounts.signed_in(busy) is not None
        clock.forward(timedelta(hours=1))
    assert accounts.signed_in(busy) is None


def test_a_new_password_ends_every_sign_in(accounts: Accounts) -> None:
    accounts.ensure_officer(PASSWORD)
    token = accounts.sign_in(accounts.admit("officer", PASSWORD, HERE))
    drawn = accounts.reset_password("officer")
    assert accounts.signed_in(token) is None
    assert accounts.admit("officer", drawn, HERE).must_change


def test_guessing_costs_time_and_a_restart_gives_no_new_guesses(tmp_path: Path, clock: Clock) -> None:
    with closing(open_accounts(tmp_path, clock)) as accounts:
        accounts.ensure_officer(PASSWORD)
        for _ in range(FREE_ATTEMPTS):
            with pytest.raises(NotAdmitted):
                accounts.admit("officer", "a wrong guess", ELSEWHERE)
    with closing(open_accounts(tmp_path, clock)) as accounts:
        with pytest.raises(TooManyAttempts) as told:
            accounts.admit("officer", PASSWORD, ELSEWHERE)
        assert told.value.until - clock.at == timedelta(minutes=1)

        clock.forward(timedelta(minutes=1, seconds=1))
        with pytest.raises(NotAdmitted):
            accounts.admit("officer", "another guess", ELSEWHERE)
        with pytest.raises(TooManyAttempts) as told:
            accounts.admit("officer", PASSWORD, ELSEWHERE)
        assert timedelta(minutes=1) < told.value.until - clock.at <= LONGEST_WAIT

        assert accounts.admit("officer", PASSWORD, HERE).name == "officer", "nobody else is locked out"


def test_many_names_from_one_address_count_together(accounts: Accounts) -> None:
    accounts.ensure_officer(PASSWORD)
    for number in range(FREE_ATTEMPTS_PER_ADDRESS):
        with pytest.raises(NotAdmitted):
            accounts.admit(f"guess{number}", "a wrong guess", ELSEWHERE)
    with pytest.raises(TooManyAttempts):
        accounts.admit("officer", PASSWORD, ELSEWHERE)


def test_a_right_password_forgives_the_typing_mistakes_before(accounts: Accounts) -> None:
    accounts.ensure_officer(PASSWORD)
    for _ in range(FREE_ATTEMPTS_PER_ADDRESS):
        for _ in range(FREE_ATTEMPTS - 1):
            with pytest.raises(NotAdmitted):
                accounts.admit("officer", "mistyped", HERE)
        accounts.admit("officer", PASSWORD, HERE)


def test_guesses_at_once_do_not_slip_through(accounts: Accounts) -> None:
    accounts.ensure_officer(PASSWORD)

    def guess(number: int) -> str:
        try:
            accounts.admit("officer", f"guess {number}", ELSEWHERE)
        except NotAdmitted:
            return "checked"
        except TooManyAttempts:
            return "held back"
        return "admitted"

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(guess, range(16)))
    assert results.count("checked") == FREE_ATTEMPTS
    assert results.count("held back") == 16 - FREE_ATTEMPTS


@pytest.mark.parametrize(
    ("name", "shown", "password", "told"),
    [
        ("", "A Person", PASSWORD, "sign-in name"),
        ("x" * 65, "A Person", PASSWORD, "sign-in name"),
        ("person", " ", PASSWORD, "name for the record"),
        ("person", "A\x07 Person", PASSWORD, "name for the record"),
        ("person", "A Person", "too short", "at least|12 to"),
        ("person", "A Person", "x" * 300, "12 to 256"),
        ("officer", "A Person", PASSWORD, "already"),
    ],
)
def test_what_cannot_be_an_account_is_told(
    accounts: Accounts, name: str, shown: str, password: str, told: str
) -> None:
    accounts.ensure_officer(PASSWORD)
    with pytest.raises(AccountError, match=told):
        accounts.add(name, shown, password)
    assert [a.name for a in accounts.all()] == ["officer"]


def test_a_viewer_looks_and_does_not_act(accounts: Accounts) -> None:
    assert not accounts.add("head", "Head of Centre", PASSWORD, role=Role.VIEWER).may_act
    assert accounts.ensure_officer(PASSWORD) is None
    assert {a.name: a.may_act for a in accounts.all()} == {"head": False, "officer": True}
