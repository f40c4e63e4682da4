"""Brings a data set's file from its official address, and says in plain words why it did not come."""

from http import HTTPStatus
from pathlib import Path

from ripeness.errors import InputError, Problem
from ripeness.files.opening import unusable
from ripeness.record.sources.catalogue import Source


def download(source: Source, address: str, into: Path) -> Path:
    """Download the file of a data set into a folder, which has to be empty.

    Raises `InputError` where pooch is not installed, where the address does not answer with the whole file, and where
    the folder cannot hold it.
    """
    by_hand = f"the file from {source.home}, then ripeness data add {source.name} FILE"
    try:
        import pooch  # pyright: ignore[reportMissingTypeStubs]
        from requests import exceptions as failures
    except ImportError:
        need = f"needs pooch, expected: pip install 'ripeness[history]', or {by_hand}"
        raise InputError(Problem("ripeness data fetch", need)) from None
    # it tells people to pass it a checksum, which is not theirs to do
    pooch.get_logger().setLevel("ERROR")
    try:
        got = pooch.retrieve(  # pyright: ignore[reportUnknownMemberType]
            address, known_hash=None, fname=f"{source.name}{Path(address).suffix}", path=into, progressbar=False
        )
        return Path(got)
    except failures.HTTPError as error:
        answer = "an error" if error.response is None else _status(error.response.status_code)
        what = f"does not give the file: {answer}"
    except failures.Timeout:
        what = "does not answer in time"
    except (failures.ChunkedEncodingError, failures.ContentDecodingError):
        what = "broke off in the middle of the file, expected: the same command again"
    except failures.ConnectionError:
        what = "cannot be reached, expected: a network"
    except failures.RequestException as error:
        what = f"cannot be asked for the file ({type(error).__name__})"
    except OSError as error:
        raise unusable(into.parent, error) from None
    either = ", or" if "expected" in what else ", expected:"
    raise InputError(Problem(source.name, f"{address} {what}{either} {by_hand}"))


def _status(code: int) -> str:
    """The code that a server answers with, in words.

    >>> _status(404), _status(599)
    ('404 Not Found', '599')
    """
    return f"{code} {HTTPStatus(code).phrase}" if code in set(HTTPStatus) else str(code)
