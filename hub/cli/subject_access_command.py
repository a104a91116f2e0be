"""``examday subject-access``: everything that is kept about one candidate as a zip, with the hub stopped."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hub.bootstrap import Hub, open_hub
from hub.config import DEFAULT_SITE, read_config
from hub.web.office.after_keeping.subject_pages import answer_file, record_answer
from hub.web.office.desk import OfficeDesk
from hub.web.office.refusals import NotThere
from shared.ids import CandidateId


def command(
    candidate: Annotated[str, typer.Argument(help="The candidate number, or the UCI.")],
    officer: Annotated[str, typer.Option(help="Your name, for the record.")],
    include: Annotated[
        list[str] | None,
        typer.Option(help="A restricted incident, by its identifier, whose text goes in; may be repeated."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; left out: in this folder, under its own name.")
    ] = None,
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
) -> None:
    """Put together everything that is kept about one candidate: letter, tables, JSON, photo."""
    console = Console(highlight=False, soft_wrap=True)
    if not (site / "journal.db").is_file():
        _refuse(f"{site} has no journal: nothing is kept there. Check --site.")
    included = tuple(include or ())
    hub = open_hub(read_config(site))
    try:
        desk = OfficeDesk(hub)
        who = _find(hub, candidate)
        name, data = answer_file(desk, who, included, officer.strip())
        file = out or Path(name)
        with file.open("xb") as opened:
            opened.write(data)
        asyncio.run(record_answer(desk, who, included, actor=officer.strip()))
    except NotThere as error:
        _refuse(str(error))
    except FileExistsError as error:
        _refuse(f"{error.filename} exists already: give another name with --out.")
    finally:
        hub.close()
    console.print(f"{file}: read it before it leaves the house.", markup=False)


def _find(hub: Hub, wanted: str) -> CandidateId:
    """The candidate with this number or UCI, in the plan or in a published session. Raises NotThere."""
    text = wanted.strip().upper()
    for record in hub.plan.candidates().values():
        if text in (record.number, record.uci):
            return record.id
    for session in hub.live.sessions():
        pack = hub.live.pack(session)
        for person in pack.candidates if pack else ():
            if text in (person.number, person.uci):
                return person.id
    raise NotThere(f"Nobody has the candidate number or UCI {wanted}.")


def _refuse(text: str) -> None:
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)
