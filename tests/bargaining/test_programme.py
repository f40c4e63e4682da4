"""The mixed-integer programme of a deal space."""

import subprocess
import sys

SEARCH = """
import numpy as np
from ripeness.answer.zones import ground_at_start
from ripeness.bargaining.search import Search
from ripeness.case.read.load import load
from ripeness.case.values import MODES
from ripeness.settlements.listing import list_settlements

case = load("iran-us-2020")
on = ground_at_start(case, MODES, list_settlements(case))
assert Search(on, 0, np.full((1, len(case.parties)), -1.0)).exists()
"""


def test_a_search_prints_nothing_of_the_solvers_own():
    done = subprocess.run([sys.executable, "-c", SEARCH], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
