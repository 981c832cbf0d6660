"""Reading grades for the end of the test run, where somebody reads them."""

import pytest

GRADES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def grade_lines(pytestconfig: pytest.Config) -> list[str]:
    """Lines that stand below the results of the run."""
    return pytestconfig.stash.setdefault(GRADES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(GRADES, []):
        terminalreporter.write_line(line)
