"""``examday retention``: what is kept and what may go, and letting it go, with the hub stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from hub.after.retention.survey import Survey
from hub.bootstrap import open_hub
from hub.config import DEFAULT_SITE, read_config
from hub.web.office.after_keeping.actions import SITE_WORD, KeepingActions
from hub.web.office.desk import OfficeDesk
from hub.web.office.refusals import NotNow, NotThere, NotUsable

command = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What is kept of each session, what may be released, and releasing it. Stop the hub first.",
)

Site = Annotated[Path, typer.Option(help="The site's folder.")]
Session = Annotated[str, typer.Argument(help="For instance 2024-06-03-AM, or site.")]


@command.command("list")
def list_(
    session: Annotated[str, typer.Argument(help="One session, or site; left out: all of them.")] = "",
    site: Site = Path(DEFAULT_SITE),
) -> None:
    """What is kept, what may be released, and what stands against it."""
    console = Console(highlight=False, soft_wrap=True)
    with _actions(site) as actions:
        for one in [session] if session else [*actions.kept(), SITE_WORD]:
            console.print(_told(actions.survey(one), one))


@command.command("release")
def release(
    session: Session,
    kinds: Annotated[list[str], typer.Argument(help="What to release, as the list names it.")],
    reason: Annotated[str, typer.Option(help="Why it may go; it stays on record.")] = "",
    confirm: Annotated[
        str, typer.Option(help="The session once more. Without it nothing goes: you see what would.")
    ] = "",
    officer: Annotated[str, typer.Option(help="Your name, for the record.")] = "",
    site: Site = Path(DEFAULT_SITE),
) -> None:
    """Show what would go; with --confirm, --reason and --officer let it go for good."""
    console = Console(highlight=False, soft_wrap=True)
    with _actions(site) as actions:
        found = actions.survey(session)
        lines = found.chosen(kinds)
        if len(lines) != len(set(kinds)):
            missing = set(kinds) - {line.kind for line in lines}
            raise NotNow(
                f"These can't be released, or there are none: {', '.join(sorted(missing))}. "
                f"Look at: examday retention list {session}"
            )
        for line in lines:
            console.print(f"{line.rule.title}: {line.holding.what}", markup=False)
            for file in line.holding.files:
                console.print(f"  {file.name}", markup=False)
        if not confirm:
            console.print("Nothing has gone. To release it add --confirm, --reason and --officer.")
            return
        if not officer.strip():
            raise NotUsable("Say who you are with --officer: it stays on record.")
        gone = asyncio.run(
            actions.release(
                session,
                kinds,
                confirmed=confirm,
                seal=found.seal(kinds),
                reason=reason,
                actor=officer.strip(),
            )
        )
    console.print(f"Released. The content of {gone.records} records was erased.", markup=False)
    for left in gone.left:
        console.print(left, markup=False)


@contextmanager
def _actions(site: Path) -> Generator[KeepingActions]:
    """The site opened by this command alone; what is refused is told in a sentence."""
    if not (site / "journal.db").is_file():
        _give_up(f"{site} has no journal: nothing is kept there. Check --site.")
    hub = open_hub(read_config(site))
    try:
        yield KeepingActions(OfficeDesk(hub))
    except (NotNow, NotThere, NotUsable) as error:
        _give_up(str(error))
    finally:
        hub.close()


def _told(survey: Survey, session: str) -> Table:
    table = Table(title=session, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("Name", "What", "There is", "May it go?"):
        table.add_column(heading, justify="left", overflow="fold")
    for line in survey.lines:
        answer = "yes" if line.may_go else " ".join(line.blocks) if line.holding.is_there else "–"
        there = line.holding.what if line.holding.is_there else "nothing"
        table.add_row(line.kind, line.rule.title, there, answer)
    return table


def _give_up(text: str) -> NoReturn:
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)
