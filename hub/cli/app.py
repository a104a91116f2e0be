"""The command ``examday``: one file a sub-command; a fault is told in one sentence, never as a traceback."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

import typer
from rich.console import Console
from rich.table import Table

COMMANDS: Final = {
    "hub": ("hub.cli.hub_command", "Run the hub of a site"),
    "import": ("hub.cli.import_command", "Read candidates, entries, the timetable and rooms from files"),
    "clashes": ("hub.cli.clashes_command", "Find papers nobody can sit as published, and what to do"),
    "seat": ("hub.cli.seat_command", "Work out who sits where"),
    "rota": ("hub.cli.rota_command", "Work out who invigilates where"),
    "publish": ("hub.cli.publish_command", "Freeze a session's plan for the tablets"),
    "preflight": ("hub.cli.preflight_command", "Check whether everything is ready for a session"),
    "print": ("hub.cli.print_command", "Write tags, plans, registers and lists as PDF"),
    "export": ("hub.cli.export_command", "Write a table of the hub as a CSV file or an Excel workbook"),
    "password": ("hub.cli.password_command", "Draw a new one-time password for the officer's pages"),
    "rules": ("hub.cli.rules_command", "Show the rules that hold here, or check a file with rules"),
    "backup": ("hub.cli.backup_command", "Copy the whole site into one checked file, and back again"),
    "verify": ("hub.cli.verify_command", "Check exported evidence without the hub"),
    "archive": ("hub.cli.archive_command", "Put a session's binder away encrypted, and open it again"),
    "retention": ("hub.cli.retention_command", "List what is kept, and release what may go"),
    "subject-access": ("hub.cli.subject_access_command", "Put together what is kept about one candidate"),
    "sample": ("hub.cli.sample_command", "Make a site with invented people to try things out"),
    "demo": ("provisioning.demo.command", "Play one whole exam morning"),
    "reference": ("hub.cli.reference_command", "Write protocol, commands and routes down from the code"),
    "bench": ("hub.cli.bench_command", "Measure how fast the hub takes in and folds"),
}
"""Name → module with a function ``command`` (or a typer app of that name) and its line in the list."""

FAULT: Final = 1
MISUSE: Final = 2
INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one sub-command, importing only that one."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = given[0] if given else "--help"
    if name == "--help":
        _list_commands()
        sys.exit(0)
    if name == "--version":
        _print_version()
        sys.exit(0)
    if name not in COMMANDS:
        Console(stderr=True).print(f"There is no command {name!r}. See: examday --help", markup=False)
        sys.exit(MISUSE)
    sys.exit(run_command(name, given[1:]))


def run_command(name: str, arguments: Sequence[str]) -> int:
    """Run a sub-command; what it raises about the site, its files or the network is told in one sentence."""
    try:
        app = _app_of(name)
        app(list(arguments), prog_name=f"examday {name}", standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
    except told_faults() as error:
        Console(stderr=True).print(
            str(error) or type(error).__name__, markup=False, highlight=False, soft_wrap=True
        )
        return FAULT
    return 0


def told_faults() -> tuple[type[Exception], ...]:
    """The faults whose text is made for the person at the keyboard."""
    from hub.before.packs import PackError
    from hub.bootstrap import SiteError
    from hub.config import ConfigError
    from hub.server import ListenError
    from hub.storage.journal import DamagedJournalError
    from hub.storage.writer import StorageError
    from provisioning.key_files import KeyFileError
    from shared.rules.faults import ProfileError

    return (
        ConfigError,
        DamagedJournalError,
        KeyFileError,
        ListenError,
        OSError,
        PackError,
        ProfileError,
        SiteError,
        StorageError,
    )


def _app_of(name: str) -> typer.Typer:
    command = importlib.import_module(COMMANDS[name][0]).command
    if isinstance(command, typer.Typer):
        return command
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command(name=name)(command)
    return app


def _list_commands() -> None:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, (_, line) in COMMANDS.items():
        table.add_row(f"examday {name}", line)
    console = Console()
    console.print("ExamDay runs the exam days of one centre.\n")
    console.print(table)
    console.print("\nHelp for one of them: examday COMMAND --help")


def _print_version() -> None:
    from importlib.metadata import version

    Console().print(f"ExamDay {version('examday')}", highlight=False)


if __name__ == "__main__":
    main()
