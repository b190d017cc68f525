"""Steps a second of RLGym's example environment, one against one, random actions, for argv[1] seconds of processor time."""

import sys
import time

import numpy as np
from rlgym.api import RLGym
from rlgym.rocket_league.action_parsers import LookupTableAction, RepeatAction
from rlgym.rocket_league.done_conditions import AnyCondition, GoalCondition, NoTouchTimeoutCondition, TimeoutCondition
from rlgym.rocket_league.obs_builders import DefaultObs
from rlgym.rocket_league.reward_functions import CombinedReward, GoalReward, TouchReward
from rlgym.rocket_league.sim import RocketSimEngine
from rlgym.rocket_league.state_mutators import FixedTeamSizeMutator, KickoffMutator, MutatorSequence

env = RLGym(
    state_mutator=MutatorSequence(FixedTeamSizeMutator(blue_size=1, orange_size=1), KickoffMutator()),
    obs_builder=DefaultObs(zero_padding=None),
    action_parser=RepeatAction(LookupTableAction(), repeats=8),
    reward_fn=CombinedReward((GoalReward(), 10.0), (TouchReward(), 0.1)),
    termination_cond=GoalCondition(),
    truncation_cond=AnyCondition(TimeoutCondition(300.0), NoTouchTimeoutCondition(30.0)),
    transition_engine=RocketSimEngine(),
)
actions = np.random.default_rng(1).integers(90, size=(1000, 2))


def play(limit):
    env.reset()
    steps, start = 0, time.process_time()
    while time.process_time() - start < limit:
        for pair in actions[:100]:
            _, _, terminated, truncated = env.step({agent: pair[i : i + 1] for i, agent in enumerate(env.agents)})
            if any(terminated.values()) or any(truncated.values()):
                env.reset()
        steps += 100
    return steps / (time.process_time() - start)


seconds = float(sys.argv[1])
play(seconds / 4)
print(play(seconds))
