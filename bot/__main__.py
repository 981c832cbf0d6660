"""`python -m bot` and the console script `backline`: minds SIGTERM before anything that takes time to import."""

import os
import signal
import sys


def main() -> None:
    """The command line of `bot.cli`; a bot that is told to stop before it runs leaves at once, with exit code 0."""
    if sys.argv[1:2] == ["run"]:
        # nothing is in hand yet, and an exception raised amid an import could be swallowed there
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    from bot.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
