"""Starts the server: on loopback only, at a port that is free, with a token in its first address."""

import ipaddress
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ripeness.errors import InputError, Problem
from ripeness.files.opening import is_folder
from ripeness.workbench.guard import Guard, Guarded, hosts_at, to_standard_error

LOOPBACK = "127.0.0.1"


def refuse_other_hosts(host: str) -> None:
    """Raise `InputError` for a host that others than this machine could reach."""
    try:
        is_ours = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_ours = host == "localhost"
    if not is_ours:
        raise InputError(
            Problem(
                "--host",
                f"{host} could be reached from other machines, and the workbench has no accounts to say who may read "
                f"and change a case, expected: {LOOPBACK}",
            )
        )


def serve(
    folder: Path, host: str, port: int, with_log: bool = False, tell: Callable[[str], None] = print
) -> None:  # pragma: no cover - run by tests as a process of its own
    """Serve a folder of cases until the process is asked to end; `tell` is given the first address."""
    import uvicorn

    from ripeness.workbench.app import make_app

    refuse_other_hosts(host)
    if not is_folder(folder):
        raise InputError(Problem("DIR", f"{folder} is no folder, expected: the folder of your cases"))
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    who = Guarded(hosts_at(port))
    made = make_app(folder)
    app = Guard(made, who, to_standard_error if with_log else None)
    config: Any = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, date_header=False, timeout_keep_alive=30,
        limit_concurrency=512, timeout_graceful_shutdown=5,
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    server = uvicorn.Server(config)
    # uvicorn would raise the signal that ended it once more, as if something had gone wrong
    server.capture_signals = lambda: _ending(server.handle_exit)  # type: ignore[method-assign]
    try:
        tell(f"http://{shown}:{port}/?token={who.token}")
        server.run(sockets=[listening])
    finally:
        made.state.bench.answerers.close()


@contextmanager
def _ending(ask_to_end: Callable[..., None]) -> Generator[None]:
    """Within it, signals to end ask the server to end."""
    before = {number: signal.signal(number, ask_to_end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, was in before.items():
            signal.signal(number, was)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # whoever is told the address may ask at once
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        fault = f"{port} cannot be used ({reason}), expected: a port that is free, or 0 for any"
        raise InputError(Problem("--port", fault)) from error
    return listening
