"""Many questions in one moment: everybody is acknowledged before anybody is answered."""

import asyncio

from bot.discord_app.crowd import Crowd


class Slow:
    """An acknowledgement that takes as long as the network wants; `log` tells in which order things came."""

    def __init__(self, log: list[str], name: str) -> None:
        self.log, self.name, self.door = log, name, asyncio.Event()

    async def __call__(self) -> None:
        await self.door.wait()
        self.log.append(f"acknowledged {self.name}")


async def come(crowd: Crowd, ack: Slow, *, busy: bool = False) -> None:
    await crowd.let_in(ack, busy=busy)
    ack.log.append(f"thinks {ack.name}")


async def test_who_comes_alone_is_let_in_without_an_acknowledgement() -> None:
    log: list[str] = []
    await come(Crowd(), Slow(log, "a"))
    assert log == ["thinks a"]


async def test_who_comes_alone_to_a_busy_coach_is_acknowledged_first() -> None:
    log: list[str] = []
    ack = Slow(log, "a")
    ack.door.set()
    await come(Crowd(), ack, busy=True)
    assert log == ["acknowledged a", "thinks a"]


async def test_nobody_is_thought_about_before_all_of_the_same_moment_are_acknowledged() -> None:
    log: list[str] = []
    crowd, acks = Crowd(), [Slow(log, name) for name in "abc"]
    tasks = [asyncio.create_task(come(crowd, ack)) for ack in acks]
    for ack in acks[:2]:
        ack.door.set()
    async with asyncio.timeout(5):
        while len(log) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert sorted(log) == ["acknowledged a", "acknowledged b"]
    acks[2].door.set()
    await asyncio.gather(*tasks)
    assert sorted(log[:3]) == ["acknowledged a", "acknowledged b", "acknowledged c"]
    assert sorted(log[3:]) == ["thinks a", "thinks b", "thinks c"]


async def test_a_refused_acknowledgement_does_not_hold_up_the_others() -> None:
    log: list[str] = []
    crowd, fine = Crowd(), Slow(log, "fine")
    fine.door.set()

    async def refused() -> None:
        raise RuntimeError("the interaction is over")

    results = await asyncio.gather(crowd.let_in(refused, busy=False), come(crowd, fine), return_exceptions=True)
    assert isinstance(results[0], RuntimeError)
    assert log == ["acknowledged fine", "thinks fine"]
