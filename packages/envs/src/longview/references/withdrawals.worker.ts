import { countPaid } from './withdrawals.ts';

/** A worker of `withdrawalSuccess`. */
export const create = () => ({ countPaid });
