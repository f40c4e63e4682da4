"""Who may ask the server what, tried on an application that says who got through."""

import asyncio
import json

import pytest

from ripeness.workbench import guard
from ripeness.workbench.guard import LARGEST_BODY, Guard, Guarded, hosts_at

WHO = Guarded(hosts_at(8000))
HOST, ORIGIN = "127.0.0.1:8000", "http://127.0.0.1:8000"
COOKIE = f"{WHO.cookie}={WHO.token}"


async def through(scope, receive, send):
    body = (await receive()).get("body", b"")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"server", b"x")]})
    await send({"type": "http.response.body", "body": b"through " + body})


def asked(method="GET", path="/", query="", body=b"", parts=None, log=None, **headers):
    """Status, headers and body of an answer."""
    given = {"host": HOST, "cookie": COOKIE} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(),
        "headers": [(n.encode(), v.encode("latin-1")) for n, v in given.items() if v is not None],
    }  # fmt: skip
    pieces = list(parts if parts is not None else [body])
    sent = []

    async def receive():
        if not pieces:
            await asyncio.sleep(60)
        piece = pieces.pop(0)
        if isinstance(piece, float):
            await asyncio.sleep(piece)
            piece = b""
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message):
        sent.append(message)

    asyncio.run(Guard(through, WHO, log)(scope, receive, send))
    start, *rest = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], told, b"".join(each["body"] for each in rest)


def test_who_has_the_cookie_or_the_token_gets_through():
    assert asked()[::2] == (200, b"through ")
    assert asked(cookie=None, authorization=f"Bearer {WHO.token}")[0] == 200
    for cookie, bearer in ((None, None), (f"{WHO.cookie}=x", None), (";=;", None), (None, "Bearer x")):
        status, _, body = asked(cookie=cookie, authorization=bearer)
        assert (status, "ripeness serve" in json.loads(body)["problems"][0]["message"]) == (403, True)


def test_the_first_address_leaves_a_cookie_and_no_token_in_the_address():
    status, headers, _ = asked(path="/case/x", query=f"token={WHO.token}&set=a:1", cookie=None)
    assert (status, headers["location"]) == (303, "/case/x?set=a%3A1")
    assert headers["set-cookie"] == f"{COOKIE}; Path=/; HttpOnly; SameSite=Lax"
    assert asked(query="token=guess", cookie=None)[0] == 403
    # to nowhere else
    assert (
        asked(path="//elsewhere.example", query=f"token={WHO.token}", cookie=None)[1]["location"]
        == "/elsewhere.example"
    )


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "", None])
def test_a_name_that_only_leads_here_is_refused(host):
    assert asked(host=host)[0] == 421
    assert asked(path="/healthz", host=host)[0] == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_the_machines_own_names_are_answered(host):
    assert asked(host=host)[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_our_pages_change_anything(method):
    assert asked(method, origin=ORIGIN, body=b"x")[::2] == (200, b"through x")
    for origin in ("http://evil.example", "null", "http://127.0.0.1:8001", "https://127.0.0.1:8000", None):
        assert asked(method, origin=origin)[0] == 403
    # a program of the same user has the token, which no browser sends by itself
    assert asked(method, cookie=None, authorization=f"Bearer {WHO.token}")[0] == 200
    # and the token in an address changes nothing
    assert asked(method, query=f"token={WHO.token}", cookie=None, origin=ORIGIN)[0] == 403


def test_whether_the_server_is_there_is_told_to_whoever_asks():
    assert asked(path="/healthz", cookie=None)[0] == 200
    assert asked("POST", path="/healthz", cookie=None)[0] == 403


def test_large_and_slow_bodies_are_refused(monkeypatch):
    assert asked("PUT", origin=ORIGIN, content_length=str(LARGEST_BODY + 1))[0] == 413
    assert asked("PUT", origin=ORIGIN, content_length="9" * 5000)[0] == 200
    pieces = [b"x" * (1 << 20)] * 5
    status, _, body = asked("PUT", origin=ORIGIN, parts=pieces)
    assert (status, "at most 4 MiB" in body.decode()) == (413, True)
    assert asked("PUT", origin=ORIGIN, parts=pieces[:4])[0] == 200
    monkeypatch.setattr(guard, "SLOWEST_BODY", 0.05)
    status, _, body = asked("PUT", origin=ORIGIN, parts=[b"x", 5.0, b"y"])
    assert (status, "within 0.05 seconds" in body.decode()) == (408, True)


def test_every_answer_forbids_what_is_not_ours():
    for given in ({}, {"cookie": None}, {"host": "evil.example"}, {"query": f"token={WHO.token}"}):
        headers = asked(**given)[1]
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert headers["cache-control"] == "no-store"


def test_the_log_has_a_line_of_json_for_each_request_and_never_the_token():
    lines = []
    asked(path="/case/x", query=f"token={WHO.token}", log=lines.append)
    asked(path="/case/x", host="evil.example", log=lines.append)
    said = [json.loads(line) for line in lines]
    assert [(each["method"], each["path"], each["status"]) for each in said] == [
        ("GET", "/case/x", 303),
        ("GET", "/case/x", 421),
    ]
    assert WHO.token not in "".join(lines)


def test_the_token_is_not_shown_where_the_guard_is():
    assert WHO.token not in repr(WHO)
    assert len(WHO.token) >= 32
    assert Guarded(hosts_at(8000)).token != WHO.token
