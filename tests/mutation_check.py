"""``python -m tests.mutation_check``: do the tests notice when the record or the rules are changed?

mutmut changes one place at a time (a sign, a name, a default) and runs the tests that pass through it. A
change that no test notices has survived: something there is not tested, or makes no difference. The whole
takes hours, so that a run takes every n-th change and stops after its time; what was tried by then counts.
Everything happens in a copy, ``build/mutation``: the tree may be worked in meanwhile.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COPY: Final = ROOT / "build" / "mutation"
NEEDED: Final = ("shared", "tests", "hub", "provisioning", "docs")
"""What the tests import or read; ``[tool.mutmut]`` in pyproject.toml names what is changed and tested."""
CAUGHT: Final = ("killed", "timeout", "caught by type check")
UNDECIDED: Final = ("not checked", "skipped", "check was interrupted by user")
MUTMUT: Final = Path(sys.executable).with_name("mutmut")


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutation check of shared/record and shared/rules.")
    parser.add_argument("--every", type=int, default=10, help="take every n-th mutant (10)")
    parser.add_argument("--first", type=int, default=0, help="begin with this one: another sample (0)")
    parser.add_argument("--minutes", type=float, default=25, help="stop after this time (25)")
    parser.add_argument("--only", default="", help="only mutants whose name contains this")
    parser.add_argument("--keep", action="store_true", help="go on with the copy of the last run")
    asked = parser.parse_args()
    if not asked.keep or not COPY.exists():
        copy_tree()
    names = [name for name in mutants() if asked.only in name]
    sample = names[asked.first :: asked.every]
    print(f"{len(names)} mutants, {len(sample)} in this sample", flush=True)
    run_for(asked.minutes, sample)
    tell(sample)
    return 0


def copy_tree() -> None:
    if COPY.exists():
        shutil.rmtree(COPY)
    COPY.mkdir(parents=True)
    for name in NEEDED:
        shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy2(ROOT / name, COPY / name)


def mutants() -> list[str]:
    """The names of all mutants. The first run of mutmut makes them and learns which test passes where."""
    if not (COPY / "mutants").exists():
        made = mutmut("run", "--max-children", "1", "shared.rules.profile.*")
        if made.returncode:
            sys.exit(made.stdout[-4000:] + made.stderr[-4000:])
    return sorted(statuses())


def statuses() -> dict[str, str]:
    lines = mutmut("results", "--all", "true").stdout.splitlines()
    told = (line.strip().rpartition(": ") for line in lines if ": " in line)
    return {name: status for name, _, status in told}


def mutmut(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MUTMUT, *arguments], cwd=COPY, capture_output=True, text=True, check=False, env=environment()
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def run_for(minutes: float, sample: list[str]) -> None:
    with (COPY / "mutmut.log").open("w", encoding="utf-8") as log:
        command = [MUTMUT, "run", "--max-children", "1", *sample]
        running = subprocess.Popen(
            command, cwd=COPY, stdout=log, stderr=log, env=environment(), start_new_session=True
        )
        try:
            running.wait(minutes * 60)
        except subprocess.TimeoutExpired:
            print(f"stopped after {minutes:g} minutes", flush=True)
            # The group: mutmut and the tests of the moment. Every result before that is on disk already.
            os.killpg(running.pid, signal.SIGTERM)
            running.wait()


def tell(sample: list[str]) -> None:
    """The score by module, and the survivors with what was changed in them."""
    found = statuses()
    decided = {name: found[name] for name in sample if found.get(name) not in (None, *UNDECIDED)}
    caught = {name for name, status in decided.items() if status in CAUGHT}
    modules = Counter(name.rpartition(".")[0] for name in decided)
    for module, count in sorted(modules.items()):
        good = sum(name.rpartition(".")[0] == module for name in caught)
        print(f"{module:34} {good:4} of {count:4}")
    print(
        f"{'caught':34} {len(caught):4} of {len(decided):4}  {100 * len(caught) / max(1, len(decided)):.1f} %"
    )
    survivors = sorted(decided.keys() - caught)
    diffs = [mutmut("show", name).stdout for name in survivors]
    (COPY / "survivors.diff").write_text("\n".join(diffs), encoding="utf-8")
    print(f"{len(survivors)} survivors in {(COPY / 'survivors.diff').relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
