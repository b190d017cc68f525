"""Records trajectories of RocketSim, which the physics of car soccer must repeat.

    pip install rocketsim==2.2.1 && python record.py

plays the scenarios of trajectories.json.gz anew and prints how far the rows are from those in the file, then writes
random-trajectories.json.gz: scenarios of the same kinds, drawn at random. The format of both is told in the first file.

The package needs the game's collision meshes for a whole arena. Here it gets a mesh of one triangle far below the floor:
what is left is floor, ceiling and side walls, mode 'flat'.
"""

import gzip
import json
import math
import pathlib
import random
import struct
import tempfile

import RocketSim

HERE = pathlib.Path(__file__).parent
SEED = 20
OF_A_KIND = 6
BODIES = ["OCTANE", "DOMINUS", "PLANK", "BREAKOUT", "HYBRID", "MERC"]
FLAGS = [
    "is_on_ground",
    "is_jumping",
    "has_jumped",
    "is_flipping",
    "has_flipped",
    "has_double_jumped",
    "is_supersonic",
    "is_auto_flipping",
    "has_world_contact",
    "is_demoed",
]
# Where the ball waits in a scenario without one.
PARKED = (3000, 4500, 1500)


def init():
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "soccar").mkdir()
    triangle = (0, 0, -180, 1, 0, -180, 0, 1, -180)
    mesh = struct.pack("<ii3i9f", 1, 3, 0, 1, 2, *triangle)
    (folder / "soccar" / "mesh_0.cmf").write_bytes(mesh)
    RocketSim.init(str(folder))


def place(scenario):
    arena = RocketSim.Arena(RocketSim.GameMode.THE_VOID if scenario["mode"] == "void" else RocketSim.GameMode.SOCCAR)
    if not scenario.get("gravity", True):
        mutators = arena.get_mutator_config()
        mutators.gravity = RocketSim.Vec(0, 0, 0)
        arena.set_mutator_config(mutators)
    ball = scenario.get("ball") or {"pos": PARKED}
    state = arena.ball.get_state()
    state.pos = RocketSim.Vec(*ball["pos"])
    state.vel = RocketSim.Vec(*ball.get("vel", (0, 0, 0)))
    state.ang_vel = RocketSim.Vec(*ball.get("ang", (0, 0, 0)))
    arena.ball.set_state(state)
    for index, given in enumerate(scenario["cars"]):
        team = RocketSim.Team.BLUE if index == 0 else RocketSim.Team.ORANGE
        car = arena.add_car(team, getattr(RocketSim.CarConfig, given.get("body", "OCTANE")))
        state = car.get_state()
        state.pos = RocketSim.Vec(*given["pos"])
        state.vel = RocketSim.Vec(*given.get("vel", (0, 0, 0)))
        state.ang_vel = RocketSim.Vec(*given.get("ang", (0, 0, 0)))
        state.rot_mat = RocketSim.Angle(*given.get("ypr", (0, 0, 0))).as_rot_mat()
        state.boost = given.get("boost", 100)
        state.has_jumped = given.get("has_jumped", False)
        state.is_on_ground = given.get("on_ground", scenario["mode"] == "flat" and given["pos"][2] < 20)
        car.set_state(state)
    return arena


def row(arena, scenario, tick):
    def motion(state):
        numbers = [round(x, 2) for v in (state.pos, state.vel) for x in v.as_tuple()]
        return numbers + [round(x, 4) for x in state.ang_vel.as_tuple()]

    numbers = [tick]
    if scenario.get("ball"):
        numbers += motion(arena.ball.get_state())
    for car in arena.get_cars():
        state = car.get_state()
        axes = (state.rot_mat.forward, state.rot_mat.up)
        flags = sum(getattr(state, name) << bit for bit, name in enumerate(FLAGS))
        numbers += motion(state) + [round(x, 4) for v in axes for x in v.as_tuple()]
        numbers += [round(state.boost, 2), flags]
    return numbers


def play(scenario):
    arena = place(scenario)
    changes = sorted(scenario["controls"], key=lambda change: change[0])
    rows = [row(arena, scenario, 0)]
    for tick in range(scenario["ticks"]):
        while changes and changes[0][0] <= tick:
            _, car, throttle, steer, pitch, yaw, roll, jump, boost, handbrake = changes.pop(0)
            buttons = dict(jump=bool(jump), boost=bool(boost), handbrake=bool(handbrake))
            controls = RocketSim.CarControls(throttle, steer, pitch, yaw, roll, **buttons)
            arena.get_cars()[car].set_controls(controls)
        arena.step(1)
        if (tick + 1) % scenario["every"] == 0:
            rows.append(row(arena, scenario, tick + 1))
    return rows


def scenarios(draw):
    """Scenarios of all kinds, from `draw`, a random generator."""
    uniform, choice = draw.uniform, draw.choice

    def vector(x, y, z):
        return [round(uniform(-x, x), 1), round(uniform(-y, y), 1), round(uniform(-z, z), 1)]

    def controls(ticks, hold):
        axis = lambda: choice([-1, -0.5, 0, 0.5, 1])
        button = lambda chance: int(draw.random() < chance)
        for tick in range(0, ticks, hold):
            throttle = choice([1, 1, 1, 0.5, 0, -1])
            yield [tick, 0, throttle, axis(), axis(), axis(), axis(), button(0.3), button(0.4), button(0.2)]

    def scenario(kind, mode, ticks, cars, ball=None, hold=20, gravity=True):
        given = list(controls(ticks, hold)) if cars else []
        return dict(
            id=kind, mode=mode, gravity=gravity, every=6, ball=ball, cars=cars, controls=given, ticks=ticks
        )

    for index in range(OF_A_KIND):
        body = BODIES[index % len(BODIES)]
        angle, speed, run = uniform(-3, 3), uniform(300, 2200), uniform(300, 700)
        heading = (math.cos(angle), math.sin(angle))
        away = [round(-run * heading[0], 1), round(-run * heading[1], 1)]
        towards = [round(speed * heading[0], 1), round(speed * heading[1], 1), 0]
        tumbling = dict(ang=vector(3, 3, 3), ypr=vector(3, 1.5, 3), body=body)
        yield scenario("air", "void", 240, [dict(pos=[0, 0, 1000], vel=vector(900, 900, 600), **tumbling)])
        yield scenario("drive", "flat", 240, [dict(pos=[0, 0, 17], ypr=[angle, 0, 0], body=body)], hold=30)
        yield scenario("tumble", "flat", 180, [dict(pos=[0, 0, 200], vel=vector(900, 900, 500), **tumbling)])
        wall = dict(pos=[4096 - 17, 0, uniform(300, 1500)], vel=[0, uniform(-1400, 1400), 0])
        yield scenario("wall", "flat", 180, [dict(wall, ypr=[math.pi / 2, 0, math.pi / 2], body=body)], hold=30)
        roof = dict(pos=[0, 0, 2048 - 20], vel=vector(900, 900, 0), ypr=[angle, 0, math.pi], body=body)
        yield scenario("ceiling", "flat", 180, [roof], hold=30)
        ball = dict(pos=[uniform(-3900, 3900), 0, uniform(95, 1900)], vel=vector(3000, 1500, 1500), ang=vector(4, 4, 4))
        yield scenario("ball", "flat", 300, [], ball)
        ball = dict(pos=[*vector(40, 40, 0)[:2], 93.15])
        car = dict(pos=[*away, 17], vel=towards, ypr=[angle, 0, 0], body=body)
        yield scenario("hit", "flat", 120, [car], ball)
        ball = dict(pos=[0, 0, 1000 + uniform(-80, 80)], vel=[0, 0, 0.01])
        car = dict(pos=[*away, 1000], vel=towards, ypr=vector(3, 1.5, 3), body=body)
        yield scenario("air-hit", "void", 90, [car], ball, gravity=False)
    # Flat onto the roof, where rounding decides which corner is the lowest.
    for angle, body in ((math.pi / 2, "OCTANE"), (1, "DOMINUS")):
        car = dict(pos=[500, -1000, 300], vel=[300 * math.cos(angle), 300 * math.sin(angle), -200], body=body)
        yield dict(scenario("roof", "flat", 180, [dict(car, ypr=[angle, 0, math.pi])]), controls=[])


def main():
    init()
    recorded = json.loads(gzip.decompress((HERE / "trajectories.json.gz").read_bytes()))
    worst = 0
    for scenario in recorded["cases"]:
        for ours, theirs in zip(play(scenario), scenario["rows"], strict=True):
            worst = max(worst, *(abs(a - b) for a, b in zip(ours, theirs, strict=True)))
    print(f"{len(recorded['cases'])} recorded scenarios played anew: rows at most {worst:.4f} apart")
    drawn = list(scenarios(random.Random(SEED)))
    for index, scenario in enumerate(drawn):
        scenario["id"] += f"-{index}"
        scenario["rows"] = play(scenario)
    content = json.dumps({"source": "rocketsim 2.2.1, record.py", "cases": drawn}, separators=(",", ":"))
    (HERE / "random-trajectories.json.gz").write_bytes(gzip.compress(content.encode(), mtime=0))
    print(f"{len(drawn)} random scenarios written")


if __name__ == "__main__":
    main()
