import { countPaid } from './withdrawal-paths.ts';

/** A worker of `withdrawalSuccess`. */
export const create = () => ({ countPaid });
