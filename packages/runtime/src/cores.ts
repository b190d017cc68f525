import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join, posix } from 'node:path';
import { ConfigurationError } from './errors.ts';

/** How many cores there are, and how many of them this process may keep busy. */
export interface Cores {
  /** The machine's. */
  readonly found: number;
  /** Those that the scheduler may place this process on; a cpuset cgroup shows here too. */
  readonly affinity: number;
  /** The CPU time that control groups grant, in cores (1.5 = 150 ms in each 100 ms); null = no limit. */
  readonly cgroup: number | null;
  /** Whole cores that this process may really use, at least 1. */
  readonly available: number;
}

/** How an automatic number of workers follows from the available cores. */
export type WorkerRule = (available: number) => number;

/** A worker on every core. */
export const allCores: WorkerRule = (available) => available;

/** From 6 cores up leaves two to the main thread and the system, 12 workers at most; with fewer uses them all. */
export const spareTwoCores: WorkerRule = (available) => (available >= 6 ? Math.min(12, available - 2) : available);

/** The rules by their names, for configurations. */
export const workerRules = { allCores, spareTwoCores } as const;
export const workerRuleNames = ['allCores', 'spareTwoCores'] as const satisfies (keyof typeof workerRules)[];

const MOST_WORKERS = 1024;

/**
 * The number of workers for a user's request.
 *
 * @param requested - 0 or 'auto' for as many as `rule` says, or a count from 1 to 1024, which is taken as it is
 * @param cores - what `detectCores` found
 * @param options - `rule`: default `allCores`; `name`: the option's name in an error, default 'workers'
 * @throws ConfigurationError for any other request; RangeError when `rule` gives no whole number from 1
 *
 * @example
 * workerCount('auto', { available: 6 }); // => 6
 * workerCount('auto', { available: 12 }, { rule: spareTwoCores }); // => 10
 * workerCount(3, { available: 2 }); // => 3
 */
export function workerCount(
  requested: number | 'auto',
  cores: Pick<Cores, 'available'>,
  { rule = allCores, name = 'workers' }: { readonly rule?: WorkerRule; readonly name?: string } = {},
): number {
  if (requested === 'auto' || requested === 0) {
    const automatic = rule(cores.available);
    if (!(Number.isInteger(automatic) && automatic >= 1)) {
      throw new RangeError(
        `a rule must give a whole number of workers from 1; for ${cores.available} cores it gave ${automatic}`,
      );
    }
    return Math.min(MOST_WORKERS, automatic);
  }
  if (Number.isInteger(requested) && requested >= 1 && requested <= MOST_WORKERS) return requested;
  throw new ConfigurationError(`${name} must be a whole number from 0 to ${MOST_WORKERS}; got ${requested}`, {
    cure: `use 0 for the ${cores.available} cores this process may use, 1 for no worker at all, or the number you want`,
  });
}

/**
 * The cores that this process may really use: the least of the machine's, its CPU affinity and its cgroup quota (v1
 * and v2, its own group's and every ancestor's). What cannot be read or understood sets no limit; nothing is thrown.
 *
 * @param options - `root`: where `proc` and `sys` are found, default '/'; `found`: the machine's cores, default what
 * the operating system says. Both are for trees recorded on other machines.
 *
 * @example
 * const { available } = detectCores();
 * available >= 1; // => true
 */
export function detectCores({ root = '/', found = cpus().length }: { root?: string; found?: number } = {}): Cores {
  const read = (path: string) => {
    try {
      return readFileSync(join(root, path), 'utf8');
    } catch {
      return '';
    }
  };
  const affinity = allowedCpus(read('/proc/self/status')) ?? availableParallelism();
  const cgroup = Math.min(...cgroupFolders(read).map((folder) => quota(read, folder)));
  const available = Math.max(1, Math.floor(Math.min(found, affinity, cgroup)));
  return { found, affinity, cgroup: cgroup === Infinity ? null : cgroup, available };
}

type Read = (path: string) => string;

/** The size of Cpus_allowed_list in /proc/self/status, such as "0-3,8,10-11"; undefined where there is none. */
function allowedCpus(status: string): number | undefined {
  const list = /^Cpus_allowed_list:\s*(\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)\s*$/m.exec(status)?.[1];
  return list?.split(',').reduce((sum, range) => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?];
    return sum + last - first + 1;
  }, 0);
}

/** The quota of one cgroup folder in cores, Infinity for none: microseconds of CPU time and of the period they are
 * granted in, in one file (v2) or two (v1). "max" and -1 stand for no quota. */
function quota(read: Read, folder: string): number {
  const v2 = read(`${folder}/cpu.max`);
  const v1 = `${read(`${folder}/cpu.cfs_quota_us`)} ${read(`${folder}/cpu.cfs_period_us`)}`;
  const [, time, period] = /^(\d+)\s+(\d+)\s*$/.exec(v2 || v1) ?? [];
  const cores = Number(time) / Number(period);
  return cores > 0 ? cores : Infinity;
}

/** A place where a cgroup hierarchy is mounted; those that do not limit CPU time have no quota files. */
interface Mount {
  readonly version: 1 | 2;
  readonly folder: string;
  /** The group that appears as `folder`; not the hierarchy's root in a container that sees the host's names. */
  readonly group: string;
}

/** Where systems mount the hierarchies, for when /proc does not tell. */
const USUAL_MOUNTS: readonly Mount[] = [
  { version: 2, folder: '/sys/fs/cgroup', group: '/' },
  { version: 1, folder: '/sys/fs/cgroup/cpu', group: '/' },
  { version: 1, folder: '/sys/fs/cgroup/cpu,cpuacct', group: '/' },
];

/** The folders of this process's groups and of their ancestors, from /proc/self/cgroup (man 7 cgroups). */
function cgroupFolders(read: Read): string[] {
  // A line is "id:controllers:group"; version 2 has no controllers there.
  const memberships = [...read('/proc/self/cgroup').matchAll(/^\d+:([^:]*):(.*)$/gm)].map(([, controllers, group]) => ({
    controllers: controllers!.split(','),
    group: group!,
  }));
  const mounts = cgroupMounts(read('/proc/self/mountinfo'));
  return (mounts.length > 0 ? mounts : USUAL_MOUNTS).flatMap((mount) => {
    const controller = mount.version === 2 ? '' : 'cpu';
    const group = memberships.find(({ controllers }) => controllers.includes(controller))?.group ?? '/';
    const below = posix.relative(mount.group, group);
    const folders = [mount.folder];
    // A group outside of what is mounted cannot be looked at; the mount itself still can.
    if (below !== '' && !below.startsWith('..')) {
      for (const name of below.split('/')) folders.push(posix.join(folders.at(-1)!, name));
    }
    return folders;
  });
}

/** The mounts of cgroups of both versions, from /proc/self/mountinfo (man 5 proc). */
function cgroupMounts(mountinfo: string): Mount[] {
  const lines = mountinfo.matchAll(/^\S+ \S+ \S+ (\S+) (\S+) .* - cgroup(2?) /gm);
  return [...lines].map(([, group, folder, two]) => ({
    version: two === '2' ? 2 : 1,
    folder: unescapeOctal(folder!),
    group: unescapeOctal(group!),
  }));
}

/** A path of mountinfo, where a space is \040. */
const unescapeOctal = (path: string) =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
