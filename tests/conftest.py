"""What many tests share: the supplied knowledge, read once, and the coach that speaks from it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from grounds import NOON, ROOT, KnowledgeCopy

from bot.app import open_reader
from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.library import Library, load_library
from bot.coach.reply import Reply
from bot.coach.safety import Gate
from bot.coach.voice import Voice


@pytest.fixture
def knowledge_copy(tmp_path: Path) -> KnowledgeCopy:
    return KnowledgeCopy(tmp_path / "knowledge")


@pytest.fixture
def whole_copy(tmp_path: Path) -> KnowledgeCopy:
    return KnowledgeCopy(tmp_path / "knowledge", bank=True)


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(ROOT / "knowledge")


@pytest.fixture(scope="session")
def voice() -> Voice:
    return Voice(ROOT / "templates")


@pytest.fixture(scope="session")
def coach(library: Library, voice: Voice) -> Coach:
    return Coach(library, voice, Gate(library.safety), open_reader(library))


@pytest.fixture
def talk(coach: Coach) -> Callable[..., list[Reply]]:
    """Says some turns, all at noon, in one conversation; gives the replies."""

    def said(*turns: str) -> list[Reply]:
        conversation, replies = Conversation(), []
        for turn in turns:
            reply, conversation = coach.reply(turn, conversation, NOON)
            replies.append(reply)
        return replies

    return said


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Measurements that tests put under "shown" stand below the results, where somebody reads them."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in getattr(report, "user_properties", ()):
                if name == "shown":
                    terminalreporter.write_line(str(value))
