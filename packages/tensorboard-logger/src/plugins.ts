/** Names of TensorBoard's plugins, each from `metadata.py` in its folder of tensorboard/plugins. */
export const PLUGIN = {
  scalars: 'scalars',
  histograms: 'histograms',
  text: 'text',
  images: 'images',
  customScalars: 'custom_scalars',
  hparams: 'hparams',
} as const;

/** Tags under which a plugin looks for what belongs to a whole run; same sources. */
export const LAYOUT_TAG = 'custom_scalars__config__';
export const EXPERIMENT_TAG = '_hparams_/experiment';
export const SESSION_START_TAG = '_hparams_/session_start_info';
