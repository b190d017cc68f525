import { exportedPolicyModel } from '../onnx/exported-policy-model.ts';
import { loadCheckpoint, scalingOfState } from './checkpoint.ts';

/**
 * The policy of a checkpoint as the bytes of an ONNX file, which takes raw observations: its normalisation is inside.
 *
 * Input `observation` [batch, numbers in an observation]. Outputs: `logits` of discrete actions, those of all parts one
 * after the other, or `mean` and `logStd` of continuous ones, before squashing or clipping; then `value`.
 *
 * @param checkpoint - the file
 * @throws SnapshotError when the file is damaged or no checkpoint of PPO.
 */
export async function exportPpo(checkpoint: string): Promise<Uint8Array> {
  const state = await loadCheckpoint(checkpoint);
  return exportedPolicyModel(state.header.shape, state.arrays.parameters, scalingOfState(state));
}
