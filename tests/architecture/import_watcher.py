"""Run as a program: imports every module of the packages named and prints, as JSON, the I/O that they did.

I/O counts when a module's own top level caused it. What an import statement causes belongs to the imported
module: the walk up the stack stops at the import machinery.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path
from types import FrameType

EVENTS = (
    "open",
    "socket.",
    "sqlite3.connect",
    "subprocess.Popen",
    "os.mkdir",
    "os.system",
    "_thread.start_new",
)


def main(root: str, tops: list[str]) -> None:
    heard: list[str] = []

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event.startswith(EVENTS):
            place = _module_at_fault(sys._getframe(1), root, tops)
            if place:
                heard.append(f"{place}: {event} {args[0] if args else ''}")

    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    os.environ.setdefault("KIVY_NO_ARGS", "1")
    os.environ.setdefault("KIVY_NO_CONSOLELOG", "1")
    sys.path.insert(0, root)
    sys.addaudithook(hook)
    imported = []
    for top in tops:
        package = importlib.import_module(top)
        for found in pkgutil.walk_packages(package.__path__, f"{top}."):
            # __main__ is a program: running is what importing it means.
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
                imported.append(found.name)
    print(json.dumps({"io": heard, "imported": imported}))


def _module_at_fault(frame: FrameType | None, root: str, tops: list[str]) -> str | None:
    while frame:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return None
        if frame.f_code.co_name == "<module>":
            relative = Path(os.path.relpath(file, root))
            if relative.parts[0] in tops:
                return f"{relative}:{frame.f_lineno}"
        frame = frame.f_back
    return None


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
