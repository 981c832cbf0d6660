"""Loaded by the process under test: writes every address it connects to, or looks up, to the file CONTACTS names."""

import os
import sys

_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1", None)


def _note(event: str, details: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(details[1], tuple):
        where = f"{details[1][0]}:{details[1][1]}"
    elif event == "socket.getaddrinfo" and details[0] not in _LOCAL_NAMES:
        where = f"{details[0]}:{details[1]}"
    else:
        return
    with open(os.environ["CONTACTS"], "a", encoding="utf-8") as contacts:
        contacts.write(where + "\n")


if "CONTACTS" in os.environ:
    sys.addaudithook(_note)
