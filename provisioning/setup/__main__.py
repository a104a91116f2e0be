"""make setup: python3 -m provisioning.setup."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - pip has not looked at requires-python yet
    sys.exit("setup: ExamDay needs Python 3.11 or newer, this is %s" % sys.version.split()[0])  # noqa: UP031

from provisioning.setup import environment, system


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def main() -> int:
    wanted, installed = environment.wanted(), environment.installed()
    if installed == wanted:
        say("up to date")
        return 0
    try:
        bring_up_to(wanted, installed)
    except environment.SetupFailed as failure:
        say(str(failure))
        return 1
    say("done")
    return 0


def bring_up_to(wanted: dict[str, str], installed: dict[str, str]) -> None:
    if installed.get("packages") != wanted["packages"]:
        say("1/4 system packages")
        install_system_packages()
        say("2/4 virtual environment .venv")
        environment.make_venv()
        say("3/4 locked Python packages (a minute or two the first time)")
        environment.install_packages()
        if system.chromium() is None:
            say("    a Chromium for the web tests")
            environment.browser_of_our_own()
    say("4/4 ExamDay itself")
    environment.install_project()
    environment.remember(wanted)


def install_system_packages() -> None:
    missing = [need for need in system.needs() if not need.present()]
    if not missing:
        return
    unmet = system.install(missing, lambda text: say(f"    {text}"))
    # Playwright can bring a browser where the distribution has none, so its absence does not stop us here.
    blocking = [text for text in unmet if not text.startswith("Chromium")]
    if blocking:
        raise environment.SetupFailed(
            "these are missing and may not be installed from here; install them and run make setup again:\n"
            + "\n".join(f"  - {text}" for text in blocking)
        )


if __name__ == "__main__":
    sys.exit(main())
