/** What every environment has. */
const MEMBERS = { observationSpace: 'object', actionSpace: 'object', reset: 'function', step: 'function' } as const;

/** The names of what every environment has and this value has not. */
export function missingMembers(value: unknown): string[] {
  return Object.entries(MEMBERS)
    .filter(([name, type]) => typeof (value as Readonly<Record<string, unknown>> | null | undefined)?.[name] !== type)
    .map(([name]) => name);
}
