"""A tablet in a process of its own that keeps one version of a plan after the other until it is killed."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from kiosk_app.shelf import PackCache
from tests.factories import HALL, small_pack


def main() -> None:
    shelf = PackCache(Path(sys.argv[1]))
    for version in count(1):
        shelf.keep(small_pack(40, version=version), [HALL])
        print(version, flush=True)


if __name__ == "__main__":
    main()
