"""What tests stand on: where the project lies, what time it is, and knowledge that may be spoiled."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class KnowledgeCopy:
    """A copy of the supplied knowledge that a test may spoil; without the bank, which takes most of the time."""

    def __init__(self, folder: Path, *, bank: bool = False) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "knowledge", folder, ignore=None if bank else shutil.ignore_patterns("questions"))

    def replace(self, name: str, old: str, new: str) -> int:
        """Put `new` in place of the first `old` in a file; the line where it stands."""
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r} any more"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def write(self, name: str, content: str | bytes) -> None:
        """Put a whole file in place."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
