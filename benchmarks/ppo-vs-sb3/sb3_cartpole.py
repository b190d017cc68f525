"""Stable-Baselines3's PPO on CartPole-v1 with the settings of its zoo; prints a line of JSON.

python sb3_cartpole.py STEPS SEED VEC_ENV THREADS
"""
import json, sys, time
import gymnasium, numpy, torch
from stable_baselines3 import PPO
from stable_baselines3.common import callbacks, evaluation, monitor, vec_env


def cart_pole():
    return monitor.Monitor(gymnasium.make("CartPole-v1"))


class Watch(callbacks.BaseCallback):
    solved_after = training_return = None  # timesteps until, and the mean return of the last 100 episodes

    def _on_step(self):
        return True

    def _on_rollout_end(self):
        returns = [episode["r"] for episode in self.model.ep_info_buffer]
        self.training_return = float(numpy.mean(returns or [0]))
        if self.solved_after is None and len(returns) == 100 and self.training_return >= 475:
            self.solved_after = self.num_timesteps


if __name__ == "__main__":  # the workers of SubprocVecEnv import this file
    steps, seed, vectorisation, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    environments, watch = getattr(vec_env, vectorisation)([cart_pole] * 8), Watch()
    model = PPO("MlpPolicy", environments, n_steps=32, batch_size=256, gae_lambda=0.8, gamma=0.98, n_epochs=20,
                learning_rate=lambda left: 1e-3 * left, clip_range=lambda left: 0.2 * left, seed=int(seed), device="cpu")
    start = time.perf_counter()
    model.learn(int(steps), watch, log_interval=None)
    print(json.dumps({"timesteps": model.num_timesteps, "seconds": time.perf_counter() - start,
                      "solvedAfter": watch.solved_after, "trainingReturn": watch.training_return,
                      "evaluationReturn": evaluation.evaluate_policy(model, environments, 100)[0]}))
