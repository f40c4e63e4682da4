"""One answer of one case, at the modes and over draws: what Python, the command line and other programs hold in hand.

`assess` computes it. Everything that it can be asked for is computed when it is first asked for.
"""

import os
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ripeness import version
from ripeness.answer.deal_space import DealSpace
from ripeness.answer.reading import assess as assess_at_modes
from ripeness.answer.result import Assessment
from ripeness.case.model import Case
from ripeness.case.quantity import AS_IS
from ripeness.ensemble.distribution import Distribution, curves_of, summed_up
from ripeness.ensemble.storage.runs import KeptRun, case_hash, make_run, plan_of
from ripeness.ensemble.tornado import tornado
from ripeness.files.passing import passing_folder
from ripeness.findings import answer_json
from ripeness.findings.compose import brief_from
from ripeness.findings.findings import Brief, Measure
from ripeness.findings.first_screen import verdict
from ripeness.findings.material import Drawn, Material, Tested
from ripeness.findings.parts import ALL, sections_of
from ripeness.findings.why import Why, judged_deal

if TYPE_CHECKING:
    from ripeness.findings.frames import Frames

# quantities of the expected course that are asked which judgements move them
MOVED = ("war", "deal")


@dataclass(frozen=True, repr=False)
class Answer:
    """The answer of one case.

    `at_modes` takes every judgement at its most likely value, `over_draws` is the distribution over draws, None where
    none were asked for: `number` then gives the middle of the draws with their interval, else the value at the modes.
    """

    material: Material

    @property
    def case(self) -> Case:
        """The case."""
        return self.material.case

    @property
    def draws(self) -> int:
        """How many draws there are; 0 at the modes."""
        return self.material.drawn.count if self.material.drawn else 0

    @property
    def seed(self) -> int:
        """Which draws: the same seed gives the same numbers."""
        return self.material.seed

    @property
    def at_modes(self) -> Assessment:
        """The answer with every judgement at its most likely value."""
        return self.material.a

    @cached_property
    def over_draws(self) -> Distribution | None:
        """The distribution over draws; None at the modes."""
        drawn = self.material.drawn
        return None if drawn is None else summed_up(drawn.outcomes, curves_of(drawn.curves))

    @property
    def sentence(self) -> str:
        """The answer in a sentence or two."""
        return verdict(self.at_modes)

    @property
    def highest_rung(self) -> str | None:
        """The highest rung that is open now, at the most likely values: step, partial or wide; None where none is."""
        return self.at_modes.highest_rung

    @property
    def is_ripe(self) -> bool:
        """Whether, at the most likely values, every signatory is hurting and a deal beyond small steps is open."""
        return self.at_modes.is_ripe

    def number(self, quantity: str, posture: str = AS_IS) -> Measure:
        """A quantity by the horizon, such as `war`, `war.trigger`, `deal`, `settled` or `crisis_months`, in a posture.

        Raises KeyError for a quantity or posture that there is not.
        """
        if posture not in self.at_modes.futures:
            raise KeyError(posture)
        return self.material.of(quantity, posture)

    def deals(self) -> DealSpace:
        """All deals: the Pareto frontier, those that all accept now, what each solution chooses."""
        return DealSpace(self.case)

    def why(self, deal: Mapping[str, str]) -> Why:
        """One deal judged: issue to option, all other issues at the status quo.

        Raises `InputError` for issues and options that the case has not, and for a settlement that is no deal.
        """
        return judged_deal(self.case, deal)

    def brief(self, part: str | None = ALL) -> Brief:
        """The answer as findings: all of them, one part by its name, or the first screen (None)."""
        return brief_from(self.material, only=sections_of(part))

    def to_dict(self) -> dict[str, Any]:
        """The machine-readable answer: section 11 of MODEL.md at the modes and, where there are draws, what they add.

        `findings/answer.schema.json` describes it.
        """
        at_modes = self.at_modes.to_dict()
        found, m = self.over_draws, self.material
        if found is None or m.drawn is None:
            return at_modes
        bars = {quantity: tornado(m.drawn.draws, m.drawn.outcomes, quantity) for quantity in MOVED}
        return {
            "format": answer_json.FORMAT,
            "case": self.case.id,
            "case_sha256": case_hash(self.case),
            "version": version.VERSION,
            "draws": self.draws,
            "seed": self.seed,
            **at_modes,
            "over_draws": answer_json.over_draws(found, m.stages),
            "tornado": answer_json.tornados(bars),
            "levers": answer_json.levers(m.plan_draws, m.plans),
            "claims": answer_json.claims(m.claim_draws, m.claims_over_draws or {}),
        }

    def to_frames(self) -> "Frames":
        """The answer as pandas data frames by name; raises `InputError` where pandas is not installed."""
        from ripeness.findings.frames import frames

        return frames(self.case, self.at_modes, self.material)

    def __repr__(self) -> str:
        how = f"{self.draws:,} draws, seed {self.seed}" if self.draws else "at the most likely values"
        return f"<Answer of {self.case.id}, {how}: {self.sentence}>"

    def _repr_html_(self) -> str:
        """The sentence, the ladder and the curve of war, as a notebook shows them."""
        from ripeness.render.notebook import card

        return card(self.brief(None), self.brief("war"))


def assess(
    case: Case,
    draws: int = 0,
    seed: int = 1,
    workers: int = 1,
    keep: str | os.PathLike[str] | None = None,
) -> Answer:
    """Assess a case.

    Parameters
    ----------
    case
        The case, as `ripeness.load` reads it.
    draws
        How many draws over the judgements' ranges, a power of two of at least 8; 0 takes each at its most likely value.
    seed
        Which draws; the same seed gives the same numbers, whatever the number of workers.
    workers
        Processes for the draws; with 1, this one. With more, a script needs `if __name__ == "__main__":`.
    keep
        A folder that keeps the run; one that was stopped goes on from there. Without it nothing is kept.

    Raises `InputError` for another number of draws, and for a folder that holds something else.
    """
    if draws == 0:
        return Answer(Material(assess_at_modes(case), seed=seed))
    plan = plan_of(case, draws, seed)
    with passing_folder() if keep is None else nullcontext(Path(keep)) as folder:
        run = make_run(case, folder, plan, workers)
        return answer_of_run(case, run)


def answer_of_run(case: Case, run: KeptRun, tested: Tested | None = None) -> Answer:
    """The answer that a finished run gives; `tested` are its levers and claims, if they were put to the test.

    Raises `InputError` where its tables cannot be read.
    """
    drawn = Drawn(run.table("draws"), run.table("outcomes"), run.table("curves"))
    return Answer(Material(assess_at_modes(case), drawn, run.plan.seed, tested))
