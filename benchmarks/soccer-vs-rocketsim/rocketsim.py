"""Ticks a second of processor time of RocketSim: argv[1] cars, for argv[2] seconds. Told on standard output."""

import pathlib
import random
import struct
import sys
import tempfile
import time

import RocketSim

cars, seconds = int(sys.argv[1]), float(sys.argv[2])

# The package wants the game's meshes; a triangle far away leaves floor, ceiling and side walls.
folder = pathlib.Path(tempfile.mkdtemp())
(folder / "soccar").mkdir()
triangle = (0, 0, -180, 1, 0, -180, 0, 1, -180)
(folder / "soccar" / "mesh_0.cmf").write_bytes(struct.pack("<ii3i9f", 1, 3, 0, 1, 2, *triangle))
RocketSim.init(str(folder))

arena = RocketSim.Arena(RocketSim.GameMode.SOCCAR)
blue = (cars + 1) // 2
teams = [RocketSim.Team.BLUE] * blue + [RocketSim.Team.ORANGE] * (cars - blue)
players = [arena.add_car(team, RocketSim.CarConfig.OCTANE) for team in teams]


def draw():
    axes = [random.choice((-1, 0, 1)) for _ in range(5)]
    buttons = {name: random.random() < 0.5 for name in ("jump", "boost", "handbrake")}
    return RocketSim.CarControls(*axes, **buttons)


controls = [draw() for _ in range(512)]


def play(limit):
    calls, start = 0, time.process_time()
    while time.process_time() - start < limit:
        arena.reset_kickoff(calls)
        for call in range(50):
            for player in players:
                player.set_controls(controls[random.getrandbits(9)])
            arena.step(8)
        calls += 50
    return 8 * calls / (time.process_time() - start)


play(seconds / 4)
print(play(seconds))
