/** What in a value JSON does not keep, such as `state.random is a Uint32Array`; undefined when it keeps everything. */
export function jsonProblem(value: unknown, path = 'state'): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
    return undefined;
  }
  if (typeof value !== 'object') return `${path} is ${String(value)}`;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) {
    return `${path} is a ${value.constructor.name}`;
  }
  for (const [key, entry] of Object.entries(value)) {
    const problem = jsonProblem(entry, `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
