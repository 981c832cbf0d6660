"""Discord out of reach, at the start or later: one line for each failed try, no traceback, no end; refusals end it."""

import asyncio
import re
import signal

import pytest

from .stub import RESET, TOKEN, Stub

ME = "GET /users/@me"
OURSELVES = "GET /oauth2/applications/@me"
GATEWAY = "GET /gateway/bot"
SYNC = "PUT /applications/*/commands"
LOST = "Discord cannot be reached at "


async def test_nobody_there_at_the_start_and_then_there(stub: Stub, minimal):
    await stub.stop()
    async with minimal(stub) as bot:
        for nth, pause in enumerate(["0.05", "0.1", "0.2", "0.2"], start=1):
            line = await bot.line(LOST, nth)
            assert f"{LOST}{stub.api_url}; trying again in {pause} s (Connection refused)" in line
        await stub.start()
        await stub.connected()
        assert all(LOST in line for line in bot.lines[:4])
        await bot.stop()
        assert bot.output.count("set up 1") == 1
        assert "Traceback" not in bot.errors
        assert "Unclosed" not in bot.errors


@pytest.mark.parametrize("status", [500, 503, 429, RESET], ids=str)
async def test_a_failing_answer_at_the_start_is_one_line_and_tried_again(stub: Stub, minimal, status):
    for route in (ME, OURSELVES, SYNC, GATEWAY):
        stub.fail(route, status, times=1 if status else 2)  # aiohttp itself repeats a request that was reset, once
    async with minimal(stub) as bot:
        await stub.connected()
        await bot.stop()
        assert len([line for line in bot.lines if LOST in line]) == 4
        assert [line for line in bot.output if "set up" in line] == ["set up 1"]
        assert "Traceback" not in bot.errors


async def test_an_answer_that_is_not_discords_is_tried_again(stub: Stub, minimal):
    stub.fail(ME, 200, body="<html>Welcome to this hotel</html>")
    stub.fail(ME, 302, body="", headers={"Location": "http://127.0.0.2:9/elsewhere"})
    stub.fail(GATEWAY, 200, body="<html>")
    async with minimal(stub) as bot:
        await stub.connected()
        assert len([line for line in bot.lines if LOST in line]) == 3
        assert bot.contacted() == stub.addresses


async def test_https_where_http_is_spoken_is_told(stub: Stub, minimal):
    async with minimal(stub, env={"DISCORD_API_URL": stub.api_url.replace("http:", "https:")}) as bot:
        assert "http or https" in await bot.line(LOST)
        assert await bot.stop() == 0
        assert "Traceback" not in bot.errors


async def test_the_gateway_alone_is_away(stub: Stub, minimal):
    await stub.gateway_site.stop()
    async with minimal(stub) as bot:
        await bot.line(LOST, 3)
        await stub.gateway_site.start()
        await stub.connected()
        assert await bot.stop() == 0
        assert "Traceback" not in bot.errors


async def test_all_of_discord_goes_away_and_comes_back(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        await stub.stop()
        await bot.line(LOST, 5)
        stub.gateway.sessions.clear()
        await stub.start()
        await stub.connected(2)
        await stub.mention("ping")
        await stub.request("POST /channels/*/messages")
        assert await bot.stop() == 0
        assert "Traceback" not in bot.errors
        assert not [line for line in bot.lines if re.search(r"Attempting a reconnect|Failed to connect", line)]


async def test_a_closed_connection_is_opened_again(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        for nth, code in enumerate([1000, 1001, 4000, 4007, 4009], start=1):
            await stub.gateway.drop(code)
            await stub.until(lambda nth=nth: len(stub.gateway.resumes) == nth and stub.gateway.live, f"resume {nth}")
        assert "Traceback" not in bot.errors


@pytest.mark.parametrize("resumable", [True, False], ids=["resumable", "gone"])
async def test_an_invalid_session_is_no_failure(stub: Stub, minimal, resumable):
    async with minimal(stub) as bot:
        await stub.connected()
        before = stub.gateway.live[0]
        await stub.gateway.invalidate(resumable=resumable)
        await stub.until(lambda: stub.gateway.live and stub.gateway.live[0] is not before, "connection")
        assert bool(stub.gateway.resumes) is resumable
        assert LOST not in bot.errors


async def test_a_request_to_reconnect_is_followed(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        await stub.gateway.ask_to_reconnect()
        await stub.until(lambda: stub.gateway.resumes and stub.gateway.live, "resume")
        assert LOST not in bot.errors


async def test_unanswered_heartbeats_lead_to_a_new_connection(stub: Stub, minimal):
    stub.gateway.heartbeat = 0.2
    async with minimal(stub, env={"HEARTBEAT_TIMEOUT": "0.5"}) as bot:
        await stub.connected()
        stub.gateway.answers_heartbeats = False
        await stub.until(lambda: stub.gateway.resumes, "resume")
        stub.gateway.answers_heartbeats = True
        await stub.until(lambda: stub.gateway.live, "connection")
        assert await bot.stop() == 0
        assert "Traceback" not in bot.errors


async def test_a_gateway_that_always_hangs_up_is_not_hammered(stub: Stub, minimal):
    stub.gateway.close_next.extend([4000] * 8)
    async with minimal(stub, env={"PAUSES": "0.05,0.1,30"}) as bot:
        assert "trying again in 30 s" in await bot.line(LOST, 3)
        assert len(stub.gateway.identifies) <= 3 + 3


async def test_an_event_that_cannot_be_read_costs_the_connection_and_no_more(stub: Stub, minimal):
    async with minimal(stub) as bot:
        await stub.connected()
        await stub.gateway.dispatch("MESSAGE_CREATE", {"id": "1", "channel_id": "secret words"})
        await bot.line("could not be read")
        await stub.until(lambda: stub.gateway.resumes and stub.gateway.live, "resume")
        await stub.mention("ping")
        await stub.request("POST /channels/*/messages")


@pytest.mark.parametrize("there", [True, False], ids=["refused", "later"])
async def test_a_refused_token_is_one_line_and_code_2(stub: Stub, minimal, there):
    stub.refuses_token = True
    if not there:
        stub.fail(ME, 503)
    async with minimal(stub) as bot:
        assert await bot.ended() == 2
        told = [line for line in bot.lines if "DISCORD_TOKEN" in line]
        assert len(told) == 1
        assert told[0].startswith("Discord refused the token in DISCORD_TOKEN.")
        assert len(bot.lines) == (1 if there else 2)
        assert TOKEN not in bot.errors


@pytest.mark.parametrize("route", [OURSELVES, SYNC, GATEWAY])
async def test_a_token_refused_in_the_middle_of_it_is_code_2_too(stub: Stub, minimal, route):
    stub.fail(route, 401)
    async with minimal(stub) as bot:
        assert await bot.ended() == 2
        assert "Traceback" not in bot.errors


@pytest.mark.parametrize(("code", "word"), [(4004, "token"), (4014, "intent"), (4011, "shards"), (4012, "version")])
async def test_a_final_close_is_one_clear_line_and_code_2(stub: Stub, minimal, code, word):
    stub.gateway.close_next.append(code)
    async with minimal(stub) as bot:
        assert await bot.ended() == 2
        assert word in bot.lines[-1]
        assert "Traceback" not in bot.errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
async def test_it_leaves_at_once_while_discord_is_away(stub: Stub, minimal, number):
    await stub.stop()
    async with minimal(stub, env={"PAUSES": "30"}) as bot:
        await bot.line(LOST)
        bot._process.send_signal(number)
        assert await bot.ended(within=2) == 0
        assert "Traceback" not in bot.errors


async def test_it_leaves_at_once_while_discord_does_not_answer(stub: Stub, minimal):
    stub.hold(ME)
    async with minimal(stub) as bot:
        await stub.request(ME)
        bot.terminate()
        assert await bot.ended(within=2) == 0
        assert "Traceback" not in bot.errors


async def test_it_leaves_at_once_while_the_lost_connection_is_awaited(stub: Stub, minimal):
    async with minimal(stub, env={"PAUSES": "30"}) as bot:
        await stub.connected()
        await stub.stop()
        await bot.line(LOST)
        bot.terminate()
        assert await bot.ended(within=2) == 0
        assert "Traceback" not in bot.errors


async def test_the_stub_comes_back_on_the_same_port():
    async with Stub() as stub:
        before = stub.api_url
        await stub.stop()
        with pytest.raises(OSError, match=r"\d"):
            await asyncio.open_connection("127.0.0.1", stub.rest_site.port)
        await stub.start()
        assert stub.api_url == before
