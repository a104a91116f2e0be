"""``examday password``: the way back in, from the hub's own machine."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.accounts import ACCOUNTS_FILE, Accounts
from hub.cli.app import run_command


def test_a_forgotten_password_is_replaced_while_the_hub_runs(tmp_path: Path, capsys) -> None:
    with closing(Accounts(tmp_path / ACCOUNTS_FILE, lambda: datetime.now(UTC))) as hubs_own:
        hubs_own.ensure_officer("forgotten long ago")
        token = hubs_own.sign_in(hubs_own.all()[0])
        assert run_command("password", ["officer", "--site", str(tmp_path)]) == 0
        drawn = re.search(r"One-time password of officer: (\S+)", capsys.readouterr().out)
        assert drawn is not None
        assert hubs_own.signed_in(token) is None
        assert hubs_own.admit("officer", drawn[1], "127.0.0.1").must_change


@pytest.mark.parametrize("made", [False, True])
def test_what_is_not_there_is_told(tmp_path: Path, capsys, made: bool) -> None:
    if made:
        with closing(Accounts(tmp_path / ACCOUNTS_FILE, lambda: datetime.now(UTC))) as accounts:
            accounts.ensure_officer("correct horse battery")
    assert run_command("password", ["nobody", "--site", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert ("There are: officer." if made else "has no accounts yet") in told
    assert (tmp_path / ACCOUNTS_FILE).exists() == made
