"""Fetching from a real server on this machine, through the cache and the commands."""

import gzip
import http.server
import json
import struct
import sys
import threading
from dataclasses import dataclass, field, replace

import pytest

from ripeness.errors import InputError
from ripeness.record.sources.catalogue import SOURCES
from ripeness.record.sources.store import Store, checksum
from ripeness.record.sources.table import READERS
from terminal import call, words

PAGE = b"<!DOCTYPE html>\n<html><body>Moved</body></html>\n"


def integers(*numbers):
    return struct.pack(f">{len(numbers)}i", *numbers)


def rda(**columns):
    """A data frame of numbers as R saves it ("R Internals", section 1.8)."""

    def word(text):
        return integers(9, len(text)) + text.encode()

    def reals(values):
        return integers(14, len(values)) + struct.pack(f">{len(values)}d", *values)

    names = integers(16, len(columns)) + b"".join(map(word, columns))
    # what makes a list of columns a data frame: their names, its class, and how many rows there are
    of_class = integers(16, 1) + word("data.frame")
    rows = integers(13, 2, -(2**31), -len(next(iter(columns.values()))))
    attributes = (("names", names), ("class", of_class), ("row.names", rows))
    tagged = b"".join(integers(2 | 1024, 1) + word(name) + value for name, value in attributes) + integers(254)
    frame = integers(19 | 512 | 256, len(columns)) + b"".join(map(reals, columns.values())) + tagged
    saved = integers(2 | 1024, 1) + word("cow_nmc") + frame + integers(254)
    return gzip.compress(b"RDX2\nX\n" + integers(2, 0x40000, 0x20300) + saved, mtime=0)


GOOD = rda(ccode=[2.0, 630.0], year=[1990.0, 1990.0], cinc=[0.14, 0.02])
NEWER = rda(ccode=[2.0, 630.0], year=[1991.0, 1991.0], cinc=[0.15, 0.03])


@dataclass
class Server:
    """What it says to whoever asks for a path: status, body, and a length or a place to go to."""

    address: str = ""
    says: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def say(self, body, status=200, path="/nmc.rda", **headers):
        self.says[path] = (status, body, {"Content-Length": str(len(body))} | headers)


@pytest.fixture
def server(monkeypatch):
    saying = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            saying.asked.append(self.path)
            status, body, headers = saying.says.get(self.path, (404, b"", {"Content-Length": "0"}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format, *args):
            pass

    monkeypatch.setenv("NO_PROXY", "localhost")
    with http.server.ThreadingHTTPServer(("localhost", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        saying.address = f"http://localhost:{running.server_port}"
        monkeypatch.setitem(SOURCES, "nmc", replace(SOURCES["nmc"], address=f"{saying.address}/nmc.rda"))
        yield saying
        running.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """The user's cache, in a folder of this test."""
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    monkeypatch.delenv("RIPENESS_DATA", raising=False)
    return Store(tmp_path / "cache" / "data", "cache")


def files(cache):
    """Everything in the cache, with its bytes."""
    return {
        str(path.relative_to(cache.folder)): path.read_bytes() for path in cache.folder.rglob("*") if path.is_file()
    }


def refused(cache, server=None):
    """What the command says that it cannot do; the cache is then as it was, without a trace of the attempt."""
    before = files(cache) if cache.folder.exists() else {}
    code, out, error = call("data", "fetch", "nmc")
    assert (code, out) == (2, "")
    assert "Traceback" not in error
    assert files(cache) == before
    assert [path for path in cache.folder.iterdir() if path.is_dir()] == []
    first, *rest = error.splitlines()
    assert first == f"nmc: from {SOURCES['nmc'].address} …"
    assert len(rest) == 1
    return rest[0]


def test_what_is_fetched_is_in_the_cache_with_its_checksum_and_can_be_read(server, cache):
    server.say(GOOD)
    code, out, error = call("data", "fetch", "nmc")
    assert code == 0, error
    assert out == f"nmc: 2 rows, all columns as expected; kept as {cache.folder / 'nmc.rda'}\n"
    kept = cache.folder / "nmc.rda"
    assert kept.read_bytes() == GOOD
    assert json.loads((cache.folder / "checksums.json").read_text()) == {"nmc.rda": checksum(kept)}
    assert set(files(cache)) == {"nmc.rda", "checksums.json"}
    assert cache.table("nmc")["cinc"].tolist() == [0.14, 0.02]
    (line,) = [line for line in call("data", "status")[1].splitlines() if line.startswith("nmc ")]
    assert "nmc.rda" in line
    assert "as expected" in line


def test_the_same_file_again_is_no_matter(server, cache):
    server.say(GOOD)
    assert call("data", "fetch", "nmc")[0] == 0
    before = files(cache)
    assert call("data", "fetch", "nmc")[0] == 0
    assert server.asked == ["/nmc.rda", "/nmc.rda"]
    assert files(cache) == before


def test_a_file_that_has_changed_since_is_told_with_both_checksums_and_the_old_one_stays(server, cache, tmp_path):
    server.say(GOOD)
    assert call("data", "fetch", "nmc")[0] == 0
    was = cache.status()["nmc"].file
    server.say(NEWER)
    (tmp_path / "newer.rda").write_bytes(NEWER)
    said = refused(cache)
    assert f"{checksum(tmp_path / 'newer.rda')}, not {checksum(was)}" in said
    assert "the file kept is as it was" in said
    assert cache.table("nmc")["year"].tolist() == [1990, 1990]
    # and whoever has looked into it can have it
    assert call("data", "add", "nmc", str(tmp_path / "newer.rda"))[0] == 0
    assert call("data", "fetch", "nmc")[0] == 0
    assert cache.table("nmc")["year"].tolist() == [1991, 1991]


def test_what_was_altered_in_the_cache_is_put_right(server, cache):
    server.say(GOOD)
    cache.fetch("nmc")
    (cache.folder / "nmc.rda").write_bytes(NEWER)
    assert cache.status()["nmc"].unchanged is False
    cache.fetch("nmc")
    assert cache.status()["nmc"].unchanged is True


def test_a_fetched_file_takes_the_place_of_one_of_another_format(server, cache, tmp_path):
    (tmp_path / "mine.csv").write_text("ccode,year,cinc\n2,1950,0.3\n")
    cache.add("nmc", tmp_path / "mine.csv")
    server.say(GOOD)
    cache.fetch("nmc")
    assert set(files(cache)) == {"nmc.rda", "checksums.json"}
    assert list(json.loads((cache.folder / "checksums.json").read_text())) == ["nmc.rda"]


@pytest.mark.parametrize(
    ("status", "says"), [(404, "404 Not Found"), (503, "503 Service Unavailable"), (599, "the file: 599, expected")]
)
def test_a_server_that_has_no_such_file_is_told_by_its_answer(server, cache, status, says):
    server.say(PAGE, status)
    said = refused(cache)
    assert says in said
    assert f"expected: the file from {SOURCES['nmc'].home}, then ripeness data add nmc FILE" in said


@pytest.mark.parametrize("of", [0, 1, len(GOOD) // 2, len(GOOD) - 1])
@pytest.mark.parametrize("was_there", [False, True])
def test_a_server_that_cuts_off_leaves_nothing_half_written(server, cache, of, was_there):
    if was_there:
        server.say(GOOD)
        cache.fetch("nmc")
    server.say(GOOD[:of], **{"Content-Length": str(len(GOOD))})
    assert "broke off in the middle of the file" in refused(cache)


@pytest.mark.parametrize("of", [1, len(GOOD) // 2, len(GOOD) - 1])
def test_a_cut_that_the_server_does_not_tell_of_shows_in_the_file(server, cache, of):
    server.says["/nmc.rda"] = (200, GOOD[:of], {})
    said = refused(cache)
    assert said.startswith(f"{server.address}/nmc.rda  (nmc) cannot be read as .rda: ")
    assert f"{SOURCES['nmc'].title}, version {SOURCES['nmc'].version}" in said


@pytest.mark.parametrize("page", [PAGE, b"\xef\xbb\xbf \n<html lang='en'>"])
def test_a_web_page_in_place_of_the_file_is_told(server, cache, page):
    server.say(page, **{"Content-Type": "text/html"})
    said = refused(cache)
    assert said.startswith(f"{server.address}/nmc.rda  (nmc) is a web page and no table, expected: ")
    assert SOURCES["nmc"].version in said


def test_a_renamed_column_is_told_with_the_version_expected(server, cache):
    server.say(rda(ccode=[2.0], year=[1990.0], cinc_score=[0.1]))
    said = refused(cache)
    assert said.startswith(f"{server.address}/nmc.rda  has no column cinc, which National Material Capabilities")
    assert SOURCES["nmc"].version in said


def test_a_file_that_has_moved_is_followed(server, cache):
    server.say(b"", 302, Location="/elsewhere/nmc.rda")
    server.say(GOOD, path="/elsewhere/nmc.rda")
    assert call("data", "fetch", "nmc")[0] == 0
    assert server.asked == ["/nmc.rda", "/elsewhere/nmc.rda"]
    assert set(files(cache)) == {"nmc.rda", "checksums.json"}


@pytest.mark.parametrize("to", ["/nmc.rda", "gopher://localhost/nmc.rda"])
def test_a_move_that_leads_nowhere_is_told(server, cache, to):
    server.say(b"", 302, Location=to)
    assert "cannot be asked for the file (" in refused(cache)


def test_a_server_that_does_not_answer_is_no_network(server, cache, monkeypatch):
    with http.server.HTTPServer(("localhost", 0), http.server.BaseHTTPRequestHandler) as free:
        port = free.server_port
    monkeypatch.setitem(SOURCES, "nmc", replace(SOURCES["nmc"], address=f"http://localhost:{port}/nmc.rda"))
    said = refused(cache)
    assert "cannot be reached, expected: a network, or the file from https://" in said


def test_a_folder_that_cannot_be_written_is_told(server, cache):
    cache.folder.parent.mkdir(parents=True)
    cache.folder.write_text("in the way")
    server.say(GOOD)
    code, _, error = call("data", "fetch", "nmc")
    assert code == 2
    assert "cannot be used" in error.splitlines()[-1]
    assert server.asked == []


@pytest.mark.parametrize("text", ["no json", "[]"])
def test_checksums_that_cannot_be_read_stop_it_before_anything_is_asked(server, cache, text):
    cache.folder.mkdir(parents=True)
    (cache.folder / "checksums.json").write_text(text)
    assert "expected: remove it" in refused(cache)
    assert server.asked == []


def test_without_an_address_or_pooch_the_way_by_hand_is_told(cache, monkeypatch):
    with pytest.raises(InputError, match="no address of a file is known for icb1"):
        cache.fetch("icb1")
    monkeypatch.setitem(sys.modules, "pooch", None)
    assert "needs pooch, expected: pip install 'ripeness[history]', or the file from" in words(refused(cache))


def test_every_address_of_the_catalogue_ends_as_a_file_that_can_be_read():
    addresses = [source.address for source in SOURCES.values() if source.address]
    assert addresses
    assert all(address.startswith("https://") and address.endswith(tuple(READERS)) for address in addresses)
