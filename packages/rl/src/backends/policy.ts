/**
 * Both networks at fixed parameters, for acting. One call at a time; a result holds until the next call. A row's result
 * is the same bits in every batch.
 */
export interface Policy extends AsyncDisposable {
  /**
   * The policy's network on observations [rows, observation]: logits or means [rows, outputSize].
   * @throws RangeError when the batch is empty or not whole rows.
   */
  outputs(observations: Float32Array): Promise<Float32Array>;
  /** The value network on observations [rows, observation]: [rows]. @throws RangeError as `outputs`. */
  values(observations: Float32Array): Promise<Float32Array>;
  /** Takes other parameters, which are copied. */
  load(parameters: Float32Array): Promise<void>;
}
