"""A person's own words, made fit to stand in an answer."""


def echo(text: str, longest: int = 30) -> str:
    """`text` on one line without control characters, cut to `longest` characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
