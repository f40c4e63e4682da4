"""Writing a case from the field's own files."""

import sys
from pathlib import Path

from ripeness.case.read.load import load_text
from ripeness.cli.writing import case_id_of, refuse_unwritable, write_new_file
from ripeness.importers.as_case import case_text
from ripeness.importers.reading import Semantics, read_domain


def import_domain(folder: Path, file: Path, semantics: Semantics, points: int, force: bool) -> None:
    """Write the case of the domain in a folder; says on standard error how it was read.

    Raises InputError for what cannot be read or written; nothing is written then.
    """
    refuse_unwritable(file, force)
    domain = read_domain(folder, semantics, points)
    text = case_text(domain, case_id_of(file))
    # what the check would refuse is better refused before it is written
    case = load_text(text, str(file))
    write_new_file(file, text, force)
    for note in domain.notes:
        print(note, file=sys.stderr)
    if case.payoff_unit.scale != 1:
        scale = f"{case.payoff_unit.scale:g}"
        print(f"Utilities are divided by {scale} to fit a case, as its payoff_unit says.", file=sys.stderr)
    issues, parties = len(domain.issues), len(domain.profiles)
    of = f"{issues} issue{'s' if issues > 1 else ''}, {parties} parties, {domain.outcomes:,} outcomes"
    print(f"{file} is written from {domain.format}'s files: {of}. Next: ripeness check {file}")
