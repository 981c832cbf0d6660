"""A Discord on this machine's loopback: the REST API and the gateway, what was asked of them, and faults to order.

async with Stub() as stub:
    stub.fail("POST /channels/*/messages", 503, times=2)
    await stub.mention("how do i do a hip thrust?")
    asked = await stub.request("POST /channels/*/messages", nth=3)
    print(asked.json["content"])
"""

import asyncio
import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, Self, TypeVar

from aiohttp import web

from . import faults, payloads, rest
from .faults import RESET, Fault, Request
from .gateway import Gateway
from .payloads import Json
from .sites import Site

__all__ = ["RESET", "TOKEN", "WITHIN", "Request", "Stub"]

T = TypeVar("T")
WITHIN = 60.0
"""Seconds to wait for what is expected: a process takes two to start, and thirty on a machine with much other work."""
TOKEN = "stub-token.for-tests.only"


class Stub:
    """The whole of it; `base` is the path of the API, so that a proxy with a path of its own can be played."""

    def __init__(self, base: str = "/api/v10", token: str = TOKEN) -> None:
        self.base = base
        self.token = token
        self.refuses_token = False
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.held: dict[str, asyncio.Event] = {}
        self.world = rest.World()
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self.gateway = Gateway(self._notify, self._guilds)
        self.gateway.token = token
        self.rest_site = Site(self._rest_app)
        self.gateway_site = Site(self._gateway_app)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; after a `stop`, on the same ports as before."""
        await self.rest_site.start()
        await self.gateway_site.start()
        self.gateway.url = f"ws://127.0.0.1:{self.gateway_site.port}"

    async def stop(self) -> None:
        """Be out of reach: refuse connections and cut those that are open. What was asked and made is kept."""
        for event in self.held.values():
            event.set()
        self.gateway.cut()
        await self.gateway_site.stop()
        await self.rest_site.stop()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.rest_site.port}{self.base}"

    @property
    def addresses(self) -> set[str]:
        """Where the bot may connect to, as host:port."""
        return {f"127.0.0.1:{self.rest_site.port}", f"127.0.0.1:{self.gateway_site.port}"}

    def _rest_app(self) -> web.Application:
        app = web.Application(client_max_size=32 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._serve)
        return app

    def _gateway_app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/resume", self.gateway.serve)
        return app

    # -- scripting ---------------------------------------------------------------------------------------------------

    def fail(self, route: str, status: int, *, times: int = 1, taken: bool = False, **more: Any) -> Fault:
        """Answer the next requests of a route (`POST /channels/*/messages`) with `status`, or `RESET`.

        With `taken` the work is done all the same, and only the answer is lost. `body` and `headers` may be given.
        """
        fault = Fault(route, status, times, taken, **more)
        self.faults.append(fault)
        return fault

    def limit(self, route: str, seconds: float, *, times: int = 1, everywhere: bool = False) -> Fault:
        """Answer the next requests of a route with a 429 as Discord words it; `everywhere` is the bot's own limit."""
        return self.fail(route, 429, times=times, **faults.limit(seconds, everywhere=everywhere))

    def mend(self) -> None:
        """Withdraw every fault ordered."""
        self.faults.clear()

    def hold(self, route: str) -> asyncio.Event:
        """Keep the requests of a route waiting until the event is set."""
        self.held[route] = asyncio.Event()
        return self.held[route]

    # -- watching ----------------------------------------------------------------------------------------------------

    def seen(self, route: str) -> list[Request]:
        """The requests of a route so far, in order."""
        return [asked for asked in self.requests if fnmatchcase(asked.route, route)]

    async def request(self, route: str, nth: int = 1, within: float = WITHIN) -> Request:
        """The nth request of a route, waited for."""
        await self.until(lambda: len(self.seen(route)) >= nth, f"request {nth} of {route}", within)
        return self.seen(route)[nth - 1]

    async def connected(self, sessions: int = 1, within: float = WITHIN) -> None:
        """Wait until so many sessions were begun in all, and one is open."""
        begun = self.gateway.identifies
        await self.until(lambda: len(begun) >= sessions and bool(self.gateway.live), f"{sessions} sessions", within)

    async def until(self, holds: Callable[[], T], what: str, within: float = WITHIN) -> T:
        """Wait until `holds` does; fails with what was seen instead."""
        try:
            async with asyncio.timeout(within), self._changed:
                return await self._changed.wait_for(holds)  # pyright: ignore[reportArgumentType]
        except TimeoutError:
            seen = ", ".join(f"{asked.route} {asked.status}" for asked in self.requests[-15:])
            raise AssertionError(f"no {what} within {within} s; the last requests were: {seen or 'none'}") from None

    def _notify(self) -> None:
        async def tell() -> None:
            async with self._changed:
                self._changed.notify_all()

        task = asyncio.get_running_loop().create_task(tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _guilds(self) -> list[Json]:
        return [self.world.places.guild(guild_id) for guild_id in self.world.places.guilds]

    # -- events ------------------------------------------------------------------------------------------------------

    async def mention(self, text: str, who: Json | None = None, **more: Any) -> Json:
        """A member mentions the bot in the club's channel; `more` adds or replaces fields of the message."""
        author = who or payloads.user()
        there = {
            "guild_id": payloads.GUILD_ID,
            "member": {k: v for k, v in payloads.member(author).items() if k != "user"},
            "mentions": [payloads.BOT | {"member": {"roles": []}}],
        }
        said = payloads.message(author, f"<@{payloads.APP_ID}> {text}".strip(), **(there | more))
        return await self._say(said)

    async def dm(self, text: str, who: Json | None = None) -> Json:
        """A member writes to the bot alone."""
        return await self._say(payloads.message(who or payloads.user(), text, payloads.DM_ID))

    async def _say(self, message: Json) -> Json:
        self.world.messages.setdefault(message["channel_id"], []).append(message)
        await self.gateway.dispatch("MESSAGE_CREATE", message)
        return message

    async def slash(self, command: str, *, who: Json | None = None, captain: bool = False, **options: Any) -> Json:
        """Someone uses a command, `"workout beginner"` with its subcommand; the interaction is returned."""
        permissions = payloads.MEMBER_PERMISSIONS | (payloads.MANAGE_SERVER if captain else 0)
        data = self.world.invocation(command, options)
        asked = payloads.interaction(2, data, who or payloads.user(), permissions=permissions)
        await self.gateway.dispatch("INTERACTION_CREATE", asked)
        return asked

    async def press(self, message: Json, custom_id: str, *, who: Json | None = None) -> Json:
        """Someone presses a button of a message of the bot's."""
        data = {"custom_id": custom_id, "component_type": 2, "id": 1}
        asked = payloads.interaction(3, data, who or payloads.user(), message=message)
        await self.gateway.dispatch("INTERACTION_CREATE", asked)
        return asked

    async def reply_to(self, interaction: Json, within: float = WITHIN) -> Json:
        """The JSON with which the bot first answered an interaction (`{"type": 4, "data": {…}}`)."""
        route = f"POST /interactions/{interaction['id']}/*/callback"
        return (await self.request(route, within=within)).json

    # -- serving -----------------------------------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        asked = await self._record(request)
        for route, released in list(self.held.items()):
            if fnmatchcase(asked.route, route):
                await released.wait()
        fault = next((f for f in self.faults if f.times and fnmatchcase(asked.route, f.route)), None)
        if fault is None:
            return self._answer(asked, *self._work(asked, request))
        fault.times -= 1
        if fault.taken:
            self._work(asked, request)
        if fault.status == RESET:
            self._notify()
            if request.transport:
                request.transport.abort()
            return web.Response()
        return self._answer(asked, fault.status, fault.body, fault.headers)

    async def _record(self, request: web.Request) -> Request:
        body: Any = None
        if request.content_type == "multipart/form-data":
            form = await request.post()
            body = json.loads(str(form["payload_json"])) if "payload_json" in form else None
        elif request.can_read_body:
            body = await request.json()
        path = (
            request.path.removeprefix(self.base) if request.path.startswith(self.base) else f"(outside){request.path}"
        )
        headers = {name: value for name, value in request.headers.items() if name != "Authorization"}
        asked = Request(request.method, path, dict(request.query), body, headers)
        self.requests.append(asked)
        self._notify()
        return asked

    def _work(self, asked: Request, request: web.Request) -> tuple[int, Any]:
        secretless = asked.path.startswith(("/interactions/", "/webhooks/"))
        if not secretless and (self.refuses_token or request.headers.get("Authorization") != f"Bot {self.token}"):
            return 401, {"message": "401: Unauthorized", "code": 0}
        if asked.path == "/gateway/bot":
            gateway = {"url": f"{self.gateway.url}/gateway", "shards": 1}
            return 200, gateway | {"session_start_limit": payloads.SESSION_LIMIT}
        return self.world.answer(asked.method, asked.path, asked.json, asked.query)

    def _answer(self, asked: Request, status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
        asked.status = status
        self._notify()
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=headers)
        if status == 204:
            return web.Response(status=204, headers=headers)
        # exactly so: discord.py reads anything else, a charset behind it included, as text
        plain = {"Content-Type": "application/json"} | (headers or {})
        return web.Response(status=status, body=json.dumps(body).encode(), headers=plain)
