"""``examday reference``: the protocol, the commands and the routes as Markdown, written from the code."""

from __future__ import annotations

import importlib
import inspect
import tempfile
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, get_args

import msgspec
import typer

from shared.protocol.messages import HubMessage, TabletMessage
from shared.record.envelope import Envelope
from shared.record.events import (
    CandidateEvent,
    IncidentEvent,
    OfficeEvent,
    RoomEvent,
    ScriptEvent,
)
from shared.record.events.base import Moment

WRITTEN = "*Written from the code by `make docs`; a test holds the two together.*\n"

ABOUT = """\
Messages are JSON objects with their name in `type`, one to a WebSocket frame, or many in an array over HTTPS.
Events travel inside envelopes, and envelopes as JWS compact with Ed25519.
"""


def command(
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("docs/reference"),
) -> None:
    """Write the reference pages."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in reference_pages().items():
        (out / name).write_text(text, encoding="utf-8")
        typer.echo(f"{out / name}")


def reference_pages() -> dict[str, str]:
    """File name → Markdown of every reference page."""
    return {"protocol.md": _protocol(), "commands.md": _commands(), "routes.md": _routes()}


def _protocol() -> str:
    parts = [
        "# Protocol and record\n",
        WRITTEN,
        ABOUT,
        "## The envelope\n",
        _struct(Envelope),
    ]
    groups: tuple[tuple[str, Any], ...] = (
        ("Messages from tablet to hub", TabletMessage),
        ("Messages from hub to tablet", HubMessage),
        ("Events of a room", RoomEvent),
        ("Events of a candidate", CandidateEvent),
        ("Incidents and calls for help", IncidentEvent),
        ("Scripts and papers", ScriptEvent),
        ("The exams office", OfficeEvent),
    )
    for title, union in groups:
        parts.append(f"## {title}\n")
        parts += [f"### {cls.__name__}\n\n{_struct(cls)}" for cls in get_args(union)]
    return "\n".join(parts)


def _struct(cls: type) -> str:
    lines = [f"{inspect.getdoc(cls) or ''}\n"]
    fields = msgspec.structs.fields(cls)
    if fields:
        lines += ["| field | type | default |", "|---|---|---|"]
        lines += [f"| `{f.name}` | {_type(f.type)} | {_default(f)} |" for f in fields]
    return "\n".join(lines) + "\n"


def _type(of: Any) -> str:  # noqa: ANN401 - annotations are of every kind
    if of == Moment:
        return "`datetime` with its zone"
    if isinstance(of, types.UnionType) or (hasattr(of, "__args__") and "Union" in str(type(of))):
        return " or ".join(dict.fromkeys(_type(a) for a in get_args(of)))
    if hasattr(of, "__args__"):
        origin = getattr(of, "__origin__", None)
        name = "one of" if "Literal" in str(origin) else getattr(origin, "__name__", str(origin))
        return f"{name} {', '.join(_type(a) for a in get_args(of) if a is not Ellipsis)}"
    return "nothing" if of is type(None) else f"`{getattr(of, '__name__', of)}`"


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    if field.default is not msgspec.NODEFAULT:
        return f"`{field.default!r}`" if not isinstance(field.default, msgspec.Struct) else "live"
    return "empty"


def _commands() -> str:
    from hub.cli.app import COMMANDS

    parts = ["# Commands\n", WRITTEN]
    for name, (module, line) in COMMANDS.items():
        parts.append(f"## `examday {name}`\n\n{line}.\n")
        parts.append(_options(typer.main.get_command(_typer_of(module, name))))
    return "\n".join(parts)


def _typer_of(module: str, name: str) -> typer.Typer:
    found = importlib.import_module(module).command
    if isinstance(found, typer.Typer):
        return found
    app = typer.Typer(add_completion=False)
    app.command(name=name)(found)
    return app


def _options(command: Any) -> str:  # noqa: ANN401 - Typer brings its own Click
    if hasattr(command, "commands"):
        return "\n".join(f"### `{n}`\n\n{_options(c)}" for n, c in sorted(command.commands.items()))
    rows = [f"{inspect.cleandoc(command.help or '')}\n"]
    shown = [p for p in command.params if p.name != "help"]
    if shown:
        rows += ["| option | meaning |", "|---|---|"]
        rows += [f"| {_option_names(p)} | {getattr(p, 'help', '') or ''} |" for p in shown]
    return "\n".join(rows) + "\n"


def _option_names(parameter: Any) -> str:  # noqa: ANN401 - as above
    if parameter.param_type_name == "argument":
        return f"`{(parameter.name or '').upper()}`"
    return ", ".join(f"`{o}`" for o in (*parameter.opts, *parameter.secondary_opts))


def _routes() -> str:
    rows = [
        "# Routes\n",
        WRITTEN,
        "Every fault of a JSON route is `application/problem+json` (RFC 9457).\n",
        "| method | path | what it does |",
        "|---|---|---|",
    ]
    return "\n".join([*rows, *(f"| {m} | `{path}` | {what} |" for path, m, what in sorted(_walk()))]) + "\n"


def _walk() -> Iterator[tuple[str, str, str]]:
    from hub.bootstrap import open_hub
    from hub.config import HubConfig
    from hub.web.app import create_app

    with tempfile.TemporaryDirectory() as folder:
        hub = open_hub(HubConfig(site=Path(folder) / "site", host="127.0.0.1"))
        try:
            yield from documented(create_app(hub).routes)
        finally:
            hub.close()


def documented(routes: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    """Path, methods and first sentence of every route; nothing where a route has no docstring."""
    for route in routes:
        nested = getattr(route, "original_router", None)
        if nested is not None:
            yield from documented(nested.routes)
        endpoint = getattr(route, "endpoint", None)
        if endpoint is None:
            continue
        methods = sorted(set(getattr(route, "methods", None) or {"WS"}) - {"HEAD", "OPTIONS"})
        first = (inspect.getdoc(endpoint) or "").split("\n\n")[0].replace("\n", " ")
        yield route.path, " ".join(methods), first
