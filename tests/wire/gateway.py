"""The gateway half of the Discord stub: sessions, events, and the ways in which a gateway fails."""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from .payloads import APP_ID, BOT, Json

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11


@dataclass
class Session:
    """What the gateway remembers of a bot: the events sent, so that a resumed connection gets those it missed."""

    id: str
    shard: list[int]
    events: list[Json] = field(default_factory=list)


class Connection:
    """One websocket of the bot's, open or not."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.path = request.path  # "/gateway" or "/resume": which of the two addresses the bot came to
        self.transport = request.transport
        self.socket = socket
        self.said: list[Json] = []  # all that the bot sent
        self.session: Session | None = None
        self._zlib = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    async def send(self, op: int, data: Any = None, **more: Any) -> None:
        text = json.dumps({"op": op, "d": data, "s": None, "t": None} | more)
        if self._zlib is None:
            await self.socket.send_str(text)
        else:
            packed = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(packed)

    async def close(self, code: int) -> None:
        """Close the connection with a code, as Discord does."""
        with suppress(ConnectionError, RuntimeError):
            await self.socket.close(code=code)

    @property
    def ops(self) -> list[int]:
        return [payload["op"] for payload in self.said]


class Gateway:
    """Serves `/gateway`, and `/resume` which READY names; `notify` is called after everything that happens.

    `guilds` gives the servers that a bot is in, as GUILD_CREATE brings them.
    """

    def __init__(self, notify: Callable[[], None], guilds: Callable[[], list[Json]]) -> None:
        self.notify = notify
        self.guilds = guilds
        self.token = ""
        self.url = ""
        self.connections: list[Connection] = []
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.heartbeat = 45.0  # seconds between heartbeats
        self.answers_heartbeats = True
        self.close_next: deque[int] = deque()  # codes with which the coming IDENTIFYs and RESUMEs are turned away
        self.invalid_next: deque[bool] = deque()  # INVALID_SESSION for the coming ones: whether they may resume
        self.sessions: dict[str, Session] = {}
        self._numbers = count(1)

    @property
    def live(self) -> list[Connection]:
        """The connections with a session, open now."""
        return [c for c in self.connections if c.session and not c.socket.closed]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Handle one websocket from HELLO until either side closes it."""
        socket = web.WebSocketResponse(autoping=True, timeout=0.5)
        await socket.prepare(request)
        connection = Connection(request, socket)
        self.connections.append(connection)
        await connection.send(HELLO, {"heartbeat_interval": round(self.heartbeat * 1000)})
        with suppress(ConnectionError, RuntimeError):
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    payload = json.loads(frame.data)
                    connection.said.append(payload)
                    await self._answer(connection, payload["op"], payload.get("d"))
                    self.notify()
        self.notify()
        return socket

    async def _answer(self, connection: Connection, op: int, data: Any) -> None:
        if op == HEARTBEAT and self.answers_heartbeats:
            await connection.send(ACK)
        elif op in (IDENTIFY, RESUME):
            (self.identifies if op == IDENTIFY else self.resumes).append(data)
            if self.close_next or data["token"] != self.token:
                await connection.close(self.close_next.popleft() if self.close_next else 4004)
            elif self.invalid_next or (op == RESUME and data["session_id"] not in self.sessions):
                await connection.send(INVALID, self.invalid_next.popleft() if self.invalid_next else False)
            elif op == IDENTIFY:
                await self._begin(connection, data)
            else:
                await self._resume(connection, data)

    async def _begin(self, connection: Connection, data: Json) -> None:
        session = Session(f"session-{next(self._numbers)}", data.get("shard", [0, 1]))
        self.sessions[session.id] = connection.session = session
        guilds = self.guilds()
        ready = {
            "v": 10,
            "user": BOT,
            "guilds": [{"id": guild["id"], "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": f"{self.url}/resume",
            "shard": session.shard,
            "application": {"id": APP_ID, "flags": 0},
        }
        await self._dispatch(session, "READY", ready)
        for guild in guilds:
            await self._dispatch(session, "GUILD_CREATE", guild)

    async def _resume(self, connection: Connection, data: Json) -> None:
        connection.session = session = self.sessions[data["session_id"]]
        for event in session.events[data["seq"] or 0 :]:
            await connection.send(DISPATCH, event["d"], t=event["t"], s=event["s"])
        await self._dispatch(session, "RESUMED", {})

    async def _dispatch(self, session: Session, event: str, data: Any) -> None:
        session.events.append({"t": event, "d": data, "s": len(session.events) + 1})
        for connection in self.live:
            if connection.session is session:
                with suppress(ConnectionError):
                    await connection.send(DISPATCH, data, t=event, s=len(session.events))

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event in every session; one without a connection gets it when it resumes."""
        for session in list(self.sessions.values()):
            await self._dispatch(session, event, data)

    async def drop(self, code: int = 4000) -> None:
        """Close every connection with `code`; the sessions can be resumed."""
        await asyncio.gather(*(c.close(code) for c in self.connections if not c.socket.closed))

    def cut(self) -> None:
        """Reset every connection without a word, as a network that fails does."""
        for connection in self.connections:
            if connection.transport:
                connection.transport.abort()

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Send INVALID_SESSION on every connection; unless resumable, the sessions are forgotten."""
        live = self.live
        if not resumable:
            self.sessions.clear()
        for connection in live:
            await connection.send(INVALID, resumable)

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT, as Discord does several times a day."""
        for connection in self.live:
            await connection.send(RECONNECT)
