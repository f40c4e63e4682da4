"""The workbench from the command line."""

import webbrowser
from pathlib import Path

from ripeness.cli.threads import one_thread
from ripeness.errors import InputError, Problem
from ripeness.files.opening import is_folder


def open_workbench(folder: Path, host: str, port: int, browser: bool, log: bool) -> None:
    """Serve a folder of cases until Ctrl-C; says where, and opens it in the browser if that is asked for."""
    one_thread()
    try:
        from ripeness.workbench.serving import serve
    except ModuleNotFoundError as error:
        fault = f"needs {error.name}, expected: pip install 'ripeness[workbench]'"
        raise InputError(Problem("serve", fault)) from None

    def tell(address: str) -> None:
        print(f"The workbench is at {address}", flush=True)
        print("The address lets in whoever has it, on this machine. Ctrl-C ends the workbench.", flush=True)
        if browser:
            webbrowser.open(address)

    serve(folder, host, port, log, tell)


def answer_assistants(folder: Path) -> None:
    """Answer an assistant on standard input and output until it closes them."""
    one_thread()
    if not is_folder(folder):
        raise InputError(Problem("DIR", f"{folder} is no folder, expected: the folder of your cases"))
    try:
        from ripeness.workbench.assistants import make_server
    except ModuleNotFoundError as error:
        raise InputError(Problem("mcp", f"needs {error.name}, expected: pip install 'ripeness[mcp]'")) from None
    make_server(folder).run()
