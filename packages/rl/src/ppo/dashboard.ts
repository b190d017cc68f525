import type { Layout } from '@longplay/tensorboard-logger';

/** Where the measures of an update should lie, each logged beside its measure so that TensorBoard draws the band. */
const healthyRanges = {
  'train/clip_fraction': [0.1, 0.3],
  'train/kl_divergence': [0, 0.02],
  'train/grad_norm': [0.5, 5],
} as const;

const inRange = (tag: keyof typeof healthyRanges) => ({
  value: tag,
  lower: `healthy/${tag.slice('train/'.length)}_low`,
  upper: `healthy/${tag.slice('train/'.length)}_high`,
});

/** The bounds of the bands as scalars. */
export const healthyBounds: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(healthyRanges).flatMap(([tag, [low, high]]) => {
    const { lower, upper } = inRange(tag as keyof typeof healthyRanges);
    return [
      [lower, low],
      [upper, high],
    ];
  }),
);

/** What a training by PPO shows in TensorBoard's Custom Scalars, for `EventFileWriter.layout`. */
export const ppoDashboard: Layout = {
  Progress: {
    'episode reward': ['rollout/ep_rew_mean$', 'eval/mean_reward$'],
    'episode length': ['rollout/ep_len_mean$', 'eval/mean_ep_length$'],
    'reward parts': ['reward/'],
    'timesteps a second': ['time/fps$'],
  },
  'Update health': {
    'clip fraction: healthy 0.1 to 0.3': inRange('train/clip_fraction'),
    'KL divergence: healthy below 0.02': inRange('train/kl_divergence'),
    'gradient norm: healthy 0.5 to 5': inRange('train/grad_norm'),
    'explained variance: 1 at best': ['train/explained_variance$'],
  },
  Losses: {
    'policy loss': ['train/policy_loss$'],
    'value loss': ['train/value_loss$'],
    entropy: ['train/entropy$'],
  },
  Schedules: {
    'learning rate': ['train/learning_rate$'],
    'clip range': ['train/clip_range$'],
    'entropy coefficient': ['train/entropy_coef$'],
  },
  Time: {
    'shares of an update': ['time/(rollout|inference|environment|update|wait)$'],
  },
};
