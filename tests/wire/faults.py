"""What goes wrong on the wire of the Discord stub: requests as they came in, and the faults ordered for them."""

from dataclasses import dataclass, field
from typing import Any

from .payloads import Json

RESET = 0  # a fault in place of a status: the connection is reset without an answer


@dataclass
class Request:
    """One request as it came in; `path` is below the API's base, and no header holds the token."""

    method: str
    path: str
    query: dict[str, str]
    json: Any
    headers: dict[str, str]
    status: int = 0  # what was answered; 0 for a reset connection

    @property
    def route(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Fault:
    """What the coming requests of a route are answered, and whether their work is done all the same (`taken`)."""

    route: str
    status: int
    times: int
    taken: bool = False
    body: Any = field(default_factory=lambda: {"message": "stub fault", "code": 0})
    headers: dict[str, str] = field(default_factory=dict)


def limit(seconds: float, *, everywhere: bool) -> Json:
    """Body and headers of a 429 as Discord sends it: for one route, or for the whole bot."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
    # an answer without Via is taken for one of Cloudflare's, before Discord itself
    headers = {"Via": "1.1 google", "Retry-After": str(max(1, round(seconds)))}
    headers["X-RateLimit-Scope"] = "global" if everywhere else "user"
    if everywhere:
        return {"body": body, "headers": headers | {"X-RateLimit-Global": "true"}}
    bucket = {"Limit": "5", "Remaining": "0", "Reset-After": str(seconds), "Bucket": "stub-bucket"}
    return {"body": body, "headers": headers | {f"X-RateLimit-{name}": value for name, value in bucket.items()}}
