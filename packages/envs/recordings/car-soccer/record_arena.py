"""Records balls and cars on the ramps, in the corners and in the goals of the whole arena.

    pip install rocketsim==2.2.1 'rlgym[rl]==2.0.1' && python record_arena.py

writes arena-trajectories.json.gz, in the format of the other recordings. RLGym brings the arena; nothing of it is kept
here but where balls and cars went.
"""

import gzip
import json
import math
import pathlib
import random

import RocketSim
import rlgym.rocket_league.sim

from record import HERE, play

SEED = 30
BALLS_OF_A_KIND = 8
CARS_OF_A_KIND = 4


def scenarios(draw):
    """Scenarios of all kinds, from `draw`, a random generator. Any quadrant of the arena: it is symmetric."""
    uniform, choice = draw.uniform, draw.choice

    def turned(vector, x, y):
        return [round(x * vector[0], 1), round(y * vector[1], 1), round(vector[2], 2)]

    def ball(kind, position, velocity, ticks=240):
        x, y = choice([-1, 1]), choice([-1, 1])
        given = dict(pos=turned(position, x, y), vel=turned(velocity, x, y))
        return dict(id=kind, mode="arena", every=12, ticks=ticks, ball=given, cars=[], controls=[])

    def car(kind, position, yaw, speed, steer=0.0, ticks=180):
        velocity = [round(speed * math.cos(yaw), 1), round(speed * math.sin(yaw), 1), 0]
        given = dict(pos=[round(x, 1) for x in position], vel=velocity, ypr=[yaw, 0, 0], on_ground=True)
        controls = [[0, 0, 1, round(steer, 2), 0, 0, 0, 0, int(speed > 1000), 0]]
        return dict(id=kind, mode="arena", every=12, ticks=ticks, ball=None, cars=[given], controls=controls)

    for _ in range(BALLS_OF_A_KIND):
        away = uniform(-2500, 2500)
        yield ball("floor-side", (uniform(2500, 3500), away, 93.15), (uniform(600, 3000), uniform(-800, 800), 0))
        yield ball("floor-back", (uniform(1500, 2400), 4200, 93.15), (uniform(-300, 300), uniform(600, 3000), 0))
        corner = (uniform(2400, 3000), uniform(3200, 3900), 93.15)
        yield ball("floor-corner", corner, (uniform(500, 1800), uniform(500, 1800), 0))
        yield ball("air-corner", (2500, 3500, uniform(400, 1500)), (uniform(800, 2000), uniform(800, 2000), 300))
        up = uniform(100, 900)
        high = uniform(1500, 1900)
        yield ball("ceiling-side", (uniform(2500, 3300), away, high), (uniform(800, 2500), uniform(-800, 800), up))
        yield ball("ceiling-back", (away, uniform(3800, 4500), high), (uniform(-500, 500), uniform(800, 2500), up))
        yield ball("ceiling-corner", (2600, 3600, high), (uniform(600, 1800), uniform(600, 1800), up))
        yield ball("beside-goal", (uniform(950, 1350), 4500, 93.15), (uniform(-100, 100), uniform(600, 2500), 0))
        yield ball("post", (uniform(700, 1000), 4600, 300), (uniform(-50, 50), uniform(800, 3000), 300), 120)
        yield ball("post-foot", (uniform(780, 960), 4600, 93.15), (uniform(-50, 50), uniform(800, 2000), 0), 120)
        yield ball("crossbar", (uniform(-600, 600), 4600, uniform(450, 600)), (0, uniform(1200, 3000), 250), 120)
        shot = (uniform(-900, 900), uniform(1200, 3000), uniform(-100, 300))
        yield ball("goal", (uniform(-600, 600), 4700, uniform(100, 450)), shot, 180)
    for _ in range(CARS_OF_A_KIND):
        speed, steer = uniform(600, 2000), uniform(-0.2, 0.2)
        yield car("car-side", (3000, uniform(-2500, 2500), 17), uniform(-0.5, 0.5), speed, steer)
        yield car("car-back", (uniform(1500, 2400), 4200, 17), uniform(1.2, 1.9), speed, steer)
        yield car("car-corner", (2500, 3500, 17), uniform(0.4, 1.1), speed)
        yield car("car-goal", (uniform(-500, 500), 4500, 17), uniform(1.2, 1.9), speed, steer)
        yield car("car-post", (uniform(800, 1000), 4500, 17), uniform(1.4, 1.7), speed)


def main():
    RocketSim.init(str(pathlib.Path(rlgym.rocket_league.sim.__file__).parent / "collision_meshes"))
    drawn = list(scenarios(random.Random(SEED)))
    for index, scenario in enumerate(drawn):
        scenario["id"] += f"-{index}"
        scenario["rows"] = play(scenario)
    source = "rocketsim 2.2.1 in the arena of rlgym 2.0.1, record_arena.py"
    content = json.dumps({"source": source, "cases": drawn}, separators=(",", ":"))
    (HERE / "arena-trajectories.json.gz").write_bytes(gzip.compress(content.encode(), mtime=0))
    print(f"{len(drawn)} scenarios written")


main()
