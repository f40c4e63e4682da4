"""The process as a Mesa model; needs Mesa, which the extra `benchmarks` brings."""

# Mesa is not among the project's development packages, and its types are loose.
# pyright: basic

import mesa

from sampling.setting import Setting
from sampling.world import Party, World


class PartyAgent(Party, mesa.Agent):
    """A signatory as an agent."""

    def __init__(self, model: "ConflictModel", place: int) -> None:
        mesa.Agent.__init__(self, model)
        self.place = place


class ConflictModel(World, mesa.Model):
    """The conflict; a step is a month.

    One model serves run after run, which spares Mesa making one each time: a quarter of a run's time, in its favour.
    """

    def __init__(self, setting: Setting, seed: int) -> None:
        mesa.Model.__init__(self, seed=seed)
        self.parties = [PartyAgent(self, place) for place in range(len(setting.turns))]
        self.begin(setting)

    def begin(self, setting: Setting) -> None:
        """Go to month 0."""
        super().begin(setting)
        self.steps, self.running = 0, True

    def step(self) -> None:
        """Pass a month."""
        self.pass_month()
        self.running = self.outcome is None and self.month < self.setting.horizon

    def run_through(self) -> None:
        """Run from month 0 until the conflict ends or the horizon is reached."""
        self.begin(self.setting)
        while self.running:
            self.step()
