"""Who may ask the server what: its own pages on this machine, and nobody else; all of it stands here.

A request is answered if its Host is this server's own (so that no foreign name leads here: DNS rebinding), if it
carries the token and, where it changes anything, if it comes from one of our pages (Origin). Bodies are bounded in size
and in time. Every answer forbids scripts, styles and requests from anywhere else.
"""

import asyncio
import hmac
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 4 << 20
SLOWEST_BODY = 20.0
# asked by machines that look whether the server is there
OPEN_PATHS = ("/healthz",)
UNCHANGING = ("GET", "HEAD")

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


@dataclass(frozen=True)
class Guarded:
    """The names under which this server is asked, and the token that lets in."""

    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def cookie(self) -> str:
        """The name of the cookie: browsers keep those of all ports of a machine together."""
        ports = sorted(host.rpartition(":")[2] for host in self.hosts)
        return f"ripeness-{ports[0]}" if ports else "ripeness"

    @property
    def origins(self) -> frozenset[str]:
        """The origins of our own pages."""
        return frozenset(f"http://{host}" for host in self.hosts)


def hosts_at(port: int) -> frozenset[str]:
    """The names of this machine for itself, at a port."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


class Guard:
    """The server's application with a guard before it, which tells of each request in a line of JSON if asked to."""

    def __init__(self, app: ASGIApp, who: Guarded, log: Callable[[str], None] | None = None) -> None:
        self._app = app
        self._who = who
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), [0]

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                kept = [(k, v) for k, v in message["headers"] if k.lower() not in {name for name, _ in HEADERS}]
                message = {**message, "headers": [*kept, *HEADERS, *_caching(scope, kept)]}
            await send(message)

        try:
            await self._answer(scope, receive, sent)
        finally:
            if self._log:
                self._log(_line(scope, status[0], time.perf_counter() - began))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        if refusal := self._refusal(scope, headers):
            await _refuse(send, *refusal)
            return
        if (given := _given_token(scope)) is not None and scope["method"] in UNCHANGING:
            await self._let_in(scope, send, given)
            return
        if scope["path"] not in OPEN_PATHS and not self._knows(headers):
            await _refuse(send, 403, _CLOSED)
            return
        try:
            body = await _body(receive, headers) if scope["method"] not in UNCHANGING else b""
        except _TooLargeError:
            await _refuse(send, 413, f"This is too large, expected: at most {LARGEST_BODY >> 20} MiB.")
            return
        except TimeoutError:
            await _refuse(send, 408, f"This came too slowly, expected: all of it within {SLOWEST_BODY:g} seconds.")
            return
        await self._app(scope, _given(body, receive), send)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        if headers.get("host", "") not in self._who.hosts:
            return 421, "This server answers to its own address alone."
        if scope["method"] in UNCHANGING:
            return None
        origin = headers.get("origin")
        if origin is None and "authorization" in headers:
            # no browser sends the token so by itself
            return None
        if origin not in self._who.origins:
            return 403, "Only pages of this server may change anything."
        return None

    def _knows(self, headers: dict[str, str]) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        held = cookies.get(self._who.cookie)
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        return any(_same(each, self._who.token) for each in (held.value if held else "", bearer))

    async def _let_in(self, scope: Scope, send: Send, token: str) -> None:
        if not _same(token, self._who.token):
            await _refuse(send, 403, "This token is not that of this server: open the address that it printed last.")
            return
        rest = urlencode([pair for pair in _query(scope) if pair[0] != "token"])
        path = "/" + scope["path"].lstrip("/")
        cookie = f"{self._who.cookie}={self._who.token}; Path=/; HttpOnly; SameSite=Lax"
        headers = [
            (b"location", (path + (f"?{rest}" if rest else "")).encode("ascii", "ignore")),
            (b"set-cookie", cookie.encode()),
            (b"content-length", b"0"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


_CLOSED = "Open the address that `ripeness serve` printed: it carries the token of this server."


class _TooLargeError(Exception):
    pass


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _given_token(scope: Scope) -> str | None:
    return next((value for name, value in _query(scope) if name == "token"), None)


def _caching(scope: Scope, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    if any(name.lower() == b"cache-control" for name, _ in headers):
        return []
    return [(b"cache-control", b"no-store")]


async def _body(receive: Receive, headers: dict[str, str]) -> bytes:
    """The whole body. Raises `_TooLargeError`, and `TimeoutError` where it comes too slowly."""
    length = headers.get("content-length", "0")
    if length.isdecimal() and len(length) < 20 and int(length) > LARGEST_BODY:
        raise _TooLargeError
    parts, size = list[bytes](), 0
    async with asyncio.timeout(SLOWEST_BODY):
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return b""
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > LARGEST_BODY:
                raise _TooLargeError
            if not message.get("more_body", False):
                return b"".join(parts)


def _given(body: bytes, receive: Receive) -> Receive:
    """What the application receives: the body that was read, then what comes of the connection."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> Message:
        return first.pop() if first else await receive()

    return given


async def _refuse(send: Send, status: int, why: str) -> None:
    body = json.dumps({"problems": [{"path": "", "message": why}]}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _line(scope: Scope, status: int, seconds: float) -> str:
    """One request as a line of JSON; without its query, which may hold the token."""
    return json.dumps(
        {
            "time": round(time.time(), 3),
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "milliseconds": round(1000 * seconds, 1),
        }
    )


def to_standard_error(line: str) -> None:
    """Tell of a request on standard error."""
    print(line, file=sys.stderr, flush=True)
