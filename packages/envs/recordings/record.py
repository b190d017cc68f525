"""Records trajectories of Gymnasium's classic control, which the environments of this package must repeat.

    pip install gymnasium==1.4.0 && python record.py

writes ../src/fixtures/gymnasium/<id>.json.gz. An episode is recorded as its first state, the actions, and what every
step gave; nothing of the state in between, so that a replay has to follow by itself from beginning to end.
"""

import gzip
import json
import pathlib
import platform

import gymnasium
import numpy

SEED = 20
STEPS = 4000
OUT = pathlib.Path(__file__).parent.parent / "src" / "fixtures" / "gymnasium"


# What `pump` follows: the direction in which a push adds energy.
SPEEDS = {
    "Acrobot-v1": lambda observation: -observation[4],
    "MountainCar-v0": lambda observation: observation[1],
    "MountainCarContinuous-v0": lambda observation: observation[1],
    "Pendulum-v1": lambda observation: observation[2],
}


def uniform(env, random):
    """Random actions, each on its own."""
    space = env.action_space
    if isinstance(space, gymnasium.spaces.Discrete):
        return lambda observation: int(random.integers(space.n))
    # Beyond the bounds too: the environments clip.
    return lambda observation: random.uniform(1.5 * space.low, 1.5 * space.high).astype(numpy.float32)


def bang_bang(env, random):
    """Random actions at the ends of their range, each held for a random time."""
    space = env.action_space
    ends = [0, int(space.n) - 1] if isinstance(space, gymnasium.spaces.Discrete) else [space.low, space.high]
    action = ends[0]

    def act(observation):
        nonlocal action
        if random.random() < 0.1:
            action = ends[random.integers(2)]
        return action

    return act


def pump(env, random):
    """Pushes the way that it moves, which swings a car or an acrobot up to its goal."""
    speed = SPEEDS[env.spec.id]
    space = env.action_space
    ends = [0, int(space.n) - 1] if isinstance(space, gymnasium.spaces.Discrete) else [space.low, space.high]
    return lambda observation: ends[int(speed(observation) > 0)]


def noisy_pump(env, random):
    """The same, with every third action random."""
    best, other = pump(env, random), uniform(env, random)
    return lambda observation: (other if random.random() < 1 / 3 else best)(observation)


def balance(env, random):
    """Keeps the pole of CartPole-v1 up."""
    return lambda o: int(0.3 * o[0] + 0.6 * o[1] + 6 * o[2] + 1.5 * o[3] > 0)


def record(id, policies):
    """Whole episodes, the policies in turn, until there are STEPS steps."""
    env = gymnasium.make(id)
    random = numpy.random.default_rng(SEED)
    episodes = []
    steps = 0
    while steps < STEPS:
        policy = policies[len(episodes) % len(policies)](env, random)
        observation, _ = env.reset(seed=SEED + len(episodes))
        episode = {
            "policy": policies[len(episodes) % len(policies)].__name__,
            "state": [float(x) for x in env.unwrapped.state],
            "observation": compact(observation),
            "actions": [],
            "observations": [],
            "rewards": [],
        }
        terminated = truncated = False
        while not (terminated or truncated):
            action = policy(observation)
            observation, reward, terminated, truncated, _ = env.step(action)
            episode["actions"].append(action if isinstance(action, int) else compact(action)[0])
            episode["observations"].append(compact(observation))
            episode["rewards"].append(float(reward))
            steps += 1
        episode["terminated"] = terminated
        episode["truncated"] = truncated
        episodes.append(episode)
    header = {
        "environment": id,
        "gymnasium": gymnasium.__version__,
        "numpy": numpy.__version__,
        "python": platform.python_version(),
        "seed": SEED,
        "steps": steps,
    }
    text = json.dumps({**header, "episodes": episodes}, separators=(",", ":"), allow_nan=False)
    with gzip.GzipFile(OUT / f"{id}.json.gz", "wb", mtime=0) as file:
        file.write(text.encode())
    ends = [sum(episode[end] for episode in episodes) for end in ("terminated", "truncated")]
    print(f"{id}: {steps} steps, {len(episodes)} episodes, {ends[0]} terminated, {ends[1]} truncated")


def compact(row):
    """The shortest decimal numbers that are these 32-bit numbers."""
    return [float(str(numpy.float32(x))) for x in row]


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    record("CartPole-v1", [uniform, bang_bang, balance])
    # Held torques make the acrobot chaotic: within 430 steps a difference in the last bit grows beyond 1e-6.
    record("Acrobot-v1", [uniform, pump, noisy_pump])
    record("MountainCar-v0", [uniform, bang_bang, pump])
    record("MountainCarContinuous-v0", [uniform, bang_bang, pump])
    record("Pendulum-v1", [uniform, bang_bang, pump])
