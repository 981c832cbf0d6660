"""Twenty `/ask` in one moment, from twenty people: how soon all are acknowledged, beside a bot that only says pong.

Both run as processes of their own, against the Discord of the tests on loopback; Discord wants an answer within 3 s.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from tests.wire import payloads
from tests.wire.process import ROOT, RUN, backline
from tests.wire.stub import Stub

PEOPLE, ROUNDS = 20, 5
_MINIMAL = (str(ROOT / "tests/wire/minimal.py"),)
_SETTLED = 3.0  # seconds after the start, and between the rounds a third of it


def acknowledging(questions: Sequence[str]) -> str:
    """A line of text: the median of the rounds for this bot and for the bare one, in milliseconds."""
    ours = asyncio.run(_rounds(RUN, "ask", questions))
    bare = asyncio.run(_rounds(_MINIMAL, "ping", questions))
    return (
        f"{PEOPLE} commands at once, all acknowledged: {median(ours):.0f} ms, by a bot that only says pong "
        f"{median(bare):.0f} ms ({median(ours) / median(bare):.1f} times; medians of {ROUNDS})."
    )


async def _rounds(program: Sequence[str], command: str, questions: Sequence[str]) -> list[float]:
    with TemporaryDirectory() as folder:
        async with Stub() as stub, backline(stub, Path(folder), {"ENCODER": "on"}, program) as bot:
            await stub.connected(within=60)
            await stub.request("PUT /applications/*/commands", within=60)
            await asyncio.sleep(_SETTLED)
            times = [await _round(stub, command, questions, number) for number in range(ROUNDS)]
            await bot.stop()
    return times


async def _round(stub: Stub, command: str, questions: Sequence[str], number: int) -> float:
    began = perf_counter()
    asked: list[Any] = []
    for person in range(PEOPLE):
        who = payloads.user(str(10**17 + number * PEOPLE + person))
        options: dict[str, Any] = {"question": f"{questions[person]} {number}"} if command == "ask" else {}
        asked.append(await stub.slash(command, who=who, **options))
    await asyncio.gather(*(stub.reply_to(one, within=60) for one in asked))
    took = (perf_counter() - began) * 1000
    await asyncio.sleep(_SETTLED / 3)
    return took
