"""Stable-Baselines3's PPO on an environment that costs nothing; prints a line of JSON.

python sb3_synthetic.py STEPS SEED VEC_ENV THREADS
"""
import json, sys, time
import gymnasium, numpy, torch
from stable_baselines3 import PPO
from stable_baselines3.common import vec_env


class Synthetic(gymnasium.Env):
    observation_space = gymnasium.spaces.Box(-1, 1, (107,), numpy.float32)
    action_space = gymnasium.spaces.Discrete(90)
    observations = list(numpy.random.default_rng(0).uniform(-1, 1, (1001, 107)).astype(numpy.float32))

    def reset(self, seed=None, options=None):
        self.now = 0
        return self.observations[0], {}

    def step(self, action):
        self.now += 1
        return self.observations[self.now], 1.0, False, self.now == 1000, {}


if __name__ == "__main__":  # the workers of SubprocVecEnv import this file
    steps, seed, vectorisation, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    environments = getattr(vec_env, vectorisation)([Synthetic] * 8)
    model = PPO("MlpPolicy", environments, n_steps=512, batch_size=512, n_epochs=4, gamma=0.995, learning_rate=3e-4,
                policy_kwargs={"net_arch": {"pi": [256, 256], "vf": [256, 256]}}, seed=int(seed), device="cpu")
    start = time.perf_counter()
    model.learn(int(steps), log_interval=None)
    print(json.dumps({"timesteps": model.num_timesteps, "seconds": time.perf_counter() - start}))
