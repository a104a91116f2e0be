"""``examday password``: a new one-time password for somebody who forgot theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from hub.accounts import ACCOUNTS_FILE, AccountError, Accounts
from hub.config import DEFAULT_SITE

UNKNOWN = 1


def command(
    name: Annotated[str, typer.Argument(help="The sign-in name.")] = "officer",
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
) -> None:
    """Draw a one-time password, and sign the account out everywhere. The hub may go on running."""
    file = site / ACCOUNTS_FILE
    if not file.is_file():
        _refuse(f"{site} has no accounts yet. Start the hub once: it makes the first and shows its password.")
    accounts = Accounts(file, lambda: datetime.now(UTC))
    try:
        drawn = accounts.reset_password(name)
    except AccountError as error:
        known = ", ".join(account.name for account in accounts.all())
        _refuse(f"{error} There are: {known or 'none'}.")
    finally:
        accounts.close()
    Console().print(f"One-time password of {name}: {drawn}", markup=False, highlight=False)


def _refuse(text: str) -> NoReturn:
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(UNKNOWN)
