"""The documents say what is so: paths exist, citations resolve, commands can be given, nothing of a machine is left."""

import ast
import re
import shlex
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
import typer

import ripeness
from needs import needs
from ripeness.case.read.load import load_text
from ripeness.cli.app import app
from terminal import call

ROOT = Path(__file__).parents[2]
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", *sorted(
    str(path.relative_to(ROOT)) for path in (ROOT / "decisions").glob("*.md")
)]  # fmt: skip
SOURCES = sorted((ROOT / "src").rglob("*.py"))
COMMANDS = typer.main.get_command(app).commands
each_document = pytest.mark.parametrize("name", DOCUMENTS)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def paths_in(name):
    """What a document names as a path of the repository: in code type with a slash, or as the target of a link."""
    text = read(name)
    in_code = [word for word in re.findall(r"`([^`\n]+)`", text) if re.fullmatch(r"\.?[\w.-]+(/[\w.-]+)*/?", word)]
    named = [word for word in in_code if "/" in word or re.search(r"\.(md|toml|txt|yaml|json)$", word)]
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    return set(named) | {str(Path(name).parent / link) for link in links}


MADE_UP = {"my-case.yaml", "my.yaml", "two-towns.yaml", "case.yaml"}


@each_document
def test_a_document_names_only_paths_that_exist(name):
    # the rooms of the package are named as its folders are
    places = (ROOT, ROOT / "src" / "ripeness")
    assert {path for path in paths_in(name) - MADE_UP if not any((at / path).exists() for at in places)} == set()


def test_the_documents_do_name_paths():
    assert {"src/ripeness/rules/constraints.py", "decisions/0003-exact-futures.md"} <= paths_in("ARCHITECTURE.md")
    assert "docs/references.md" in paths_in("README.md")
    assert "src/ripeness/case/rates.py" in paths_in("CONTRIBUTING.md")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_names_only_documents_that_exist(path):
    named = re.findall(r"\b[\w/-]+\.md\b", path.read_text(encoding="utf-8"))
    assert [word for word in named if not any((ROOT / place / word).exists() for place in ("", "docs"))] == []


@cache
def references():
    """Authors and year of each reference."""
    entries = re.split(r"^- ", read("docs/references.md"), flags=re.MULTILINE)[1:]
    found = [re.match(r"(.+?) \((\d{4})\)\.", " ".join(entry.split())) for entry in entries]
    assert all(found)
    return [(match[1], match[2]) for match in found if match]


CITATION = r"\[([A-Z][^\[\]]*?\d{4})\]"
PUBLISHED = sorted((ROOT / "tests" / "published").glob("test_*.py"))
CITING = [
    path
    for path in (*SOURCES, *PUBLISHED, *(ROOT / "decisions").glob("*.md"))
    if re.search(CITATION, path.read_text("utf-8"))
]


@pytest.mark.parametrize("path", CITING, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_citation_resolves(path):
    for cited in re.findall(CITATION, path.read_text(encoding="utf-8")):
        for one in re.split(r"\s*;\s*", " ".join(cited.split())):
            who, _, year = one.rpartition(" ")
            surnames = re.split(r",\s*|\s+&\s+", who.removesuffix(" et al."))
            assert any(
                year == of_year and authors.startswith(surnames[0]) and all(name in authors for name in surnames)
                for authors, of_year in references()
            ), one


NAME = r"[A-Z][\w'-]+(?: i [A-Z]\w+)?"
SOURCES_OF_THE_MODEL = rf"({NAME}(?:, {NAME})*(?: & {NAME})?) (\d{{4}}(?:, \d{{4}})*)"


def test_the_sources_of_the_model_resolve():
    found = re.findall(SOURCES_OF_THE_MODEL, " ".join(read("docs/MODEL.md").split()))
    cited = {(names, year) for names, years in found for year in years.split(", ")}
    assert {("Matějka & McKay", "2015"), ("Zartman", "2000"), ("Chassang & Padró i Miquel", "2010")} <= cited
    assert [
        (names, year)
        for names, year in sorted(cited)
        if not any(
            year == of_year and all(name in authors for name in re.split(", | & ", names))
            for authors, of_year in references()
        )
    ] == []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_what_is_known_of_war_and_talks_is_tested_with_its_source(path):
    tests = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    without = [
        test.name
        for test in tests
        if test.name.startswith("test_") and not re.search(CITATION, ast.get_docstring(test) or "")
    ]
    assert without == []


def test_there_are_citations_and_the_references_are_in_order():
    assert CITING
    names = [(authors.casefold(), year) for authors, year in references()]
    assert names == sorted(names)


def commands_in(name):
    return [shlex.split(line) for line in re.findall(r"`ripeness ([^`\n]+)`", read(name))]


def test_the_commands_that_are_listed_are_those_of_the_program():
    assert {name for name, *_ in commands_in("docs/commands.md")} == set(COMMANDS)
    for name, *args in [*commands_in("docs/commands.md"), *commands_in("README.md")]:
        COMMANDS[name].make_context(name, list(args))


def test_the_case_in_the_readme_is_one():
    (text,) = re.findall(r"```yaml\n(.+?)```", read("README.md"), re.DOTALL)
    case = load_text(text)
    assert ripeness.assess(case).at_modes.deals.settlements == 1


def test_the_answer_quoted_in_the_readme_is_how_the_demo_begins():
    (quoted,) = re.findall(r"```text\n(.+?)```", read("README.md"), re.DOTALL)
    code, out, _ = call("assess", "iran-us-2020")
    assert code == 0
    printed = (line.rstrip() for line in out.splitlines())
    was_cut = False
    for line in quoted.splitlines():
        begins, cut, _ = line.partition(" …")
        # of a sentence that is cut, further lines are left out
        shown = next(found for found in printed if not (was_cut and found.startswith("   ")))
        assert shown.startswith(begins) if cut else shown == line
        was_cut = bool(cut)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_targets_of_make_that_are_named_exist(name):
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=`|\s+#)", read(name)))
    assert named
    assert named <= set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))


def test_the_changelog_tells_what_is_new():
    headings = re.findall(r"^## \[(.+?)\]", read("CHANGELOG.md"), re.MULTILINE)
    assert {"Unreleased", ripeness.__version__} & set(headings)
    assert headings[0] in ("Unreleased", ripeness.__version__)


def test_the_architecture_covers_every_folder_of_the_package():
    folders = {path.parent.name for path in SOURCES if path.parent.parent == ROOT / "src" / "ripeness"}
    assert {folder for folder in folders if f"src/ripeness/{folder}/" not in read("ARCHITECTURE.md")} == set()


@cache
def tracked():
    """The files of the repository, also those that are yet to be committed."""
    git = shutil.which("git")
    assert git
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


# put together here, so that this file does not hold what it looks for
MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "root", "home", "Users", "tmp")) + r")/")
ADDRESSES = ("-index" + "-url", r"https?://[^\s\"'<>)]+/" + r"simple\b", "pip" + r"\.conf\b")
INDEX = re.compile("|".join(ADDRESSES))


@needs("git")
@pytest.mark.parametrize("trace", [MACHINE, INDEX], ids=["paths of a machine", "addresses of an index"])
def test_no_file_holds_a_trace_of_the_machine_that_it_was_written_on(trace):
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        for match in [trace.search(path.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert found == []


def test_such_traces_would_be_found():
    slash = "/"
    assert MACHINE.search(f"see {slash}home{slash}me")
    assert not MACHINE.search("see framework/home.md, docs/work/plan.md")
    assert INDEX.search("pip install --extra-index" + "-url x")
    assert INDEX.search("https://mirror.example/" + "simple/")
