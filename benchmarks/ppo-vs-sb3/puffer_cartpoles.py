"""PufferLib's PPO on 1024 of its CartPoles, 64 steps each an update; prints a line of JSON.

python puffer_cartpoles.py STEPS SEED BACKEND THREADS
"""
import json, sys, tempfile, time
import torch
from pufferlib import pufferl

steps, seed, backend, threads = sys.argv[1:]
del sys.argv[1:]  # PufferLib reads them, too
torch.set_num_threads(int(threads))
torch.manual_seed(int(seed))
workers = 2 if backend == "Multiprocessing" else 1
pufferl.PuffeRL.print_dashboard = lambda *_, **__: None  # no part of the training
with tempfile.TemporaryDirectory() as folder:
    settings = pufferl.load_config("puffer_cartpole")
    settings["rnn_name"] = None
    settings["vec"] = {"backend": backend, "num_envs": workers}
    settings["env"] = {"num_envs": 1024 // workers, "report_interval": 64}
    settings["train"].update(
        env="puffer_cartpole", device="cpu", use_rnn=False, seed=int(seed), total_timesteps=int(steps), data_dir=folder,
        bptt_horizon=64, minibatch_size=8192, update_epochs=1, optimizer="adam", learning_rate=0.01)
    environments = pufferl.load_env("puffer_cartpole", settings)
    trainer = pufferl.PuffeRL(settings["train"], environments, pufferl.load_policy(settings, environments))
    start = time.perf_counter()
    while trainer.global_step < int(steps):
        trainer.evaluate()
        logs = trainer.train()
    print(json.dumps({"timesteps": trainer.global_step, "seconds": time.perf_counter() - start,
                      "trainingReturn": logs["environment/episode_length"]}))
    trainer.close()
