"""Solves a game with OpenSpiel's C++ solvers, and prints what it took as JSON:
  openspiel.py GAME cfr+|external SECONDS TARGET...
Seconds are of processor time.
"""

import json
import sys
import time

import pyspiel


def main(name, algorithm, enough, *targets):
    game = pyspiel.load_game(name)

    def make():
        if algorithm == "cfr+":
            solver = pyspiel.CFRPlusSolver(game)
            return solver, solver.evaluate_and_update_policy
        solver = pyspiel.ExternalSamplingMCCFRSolver(game, 1)
        return solver, solver.run_iteration

    solver, iterate = make()
    iterate()
    done = 0
    begun = time.process_time()
    spent = 0.0
    while spent < float(enough):
        for _ in range(10):
            iterate()
        done += 10
        spent = time.process_time() - begun

    found = []
    solver, iterate = make()
    iterations, look, seconds = 0, 10.0, 0.0
    for target in map(float, targets):
        while iterations == 0 or pyspiel.nash_conv(game, solver.average_policy()) / 2 > target:
            begun = time.process_time()
            while iterations < int(look):
                iterate()
                iterations += 1
            seconds += time.process_time() - begun
            look *= 1.1
        found.append(seconds)
    print(json.dumps({"speed": done / spent, "targets": found}))


main(*sys.argv[1:])
