import { expect, test } from 'vitest';
import { backendNames } from './backend.ts';
import { checkBackend, checkBackends } from './check.ts';

/** Time for loading every library on a busy machine. */
const busy = { timeout: 60_000 };

test('every backend is reported: with its speed where it works, with reason and cure where not', busy, async () => {
  const reports = await checkBackends({ seconds: 0.1 });
  expect(reports.map((report) => report.name)).toEqual(backendNames);
  const works = { ok: true, trainStepsPerSecond: expect.any(Number) };
  // The only one that may be absent is tfjs-node, whose install step downloads libtensorflow.
  const absent = {
    ok: false,
    reason: '@tensorflow/tfjs-node is not installed',
    cure: expect.stringContaining('downloads libtensorflow'),
    trainStepsPerSecond: 0,
  };
  const [onnx, tfjsNode, tfjsWasm] = reports;
  expect(onnx).toEqual({ name: 'onnx', ...works });
  expect(tfjsNode).toEqual({ name: 'tfjs-node', ...(tfjsNode!.ok ? works : absent) });
  expect(tfjsWasm).toEqual({ name: 'tfjs-wasm', ...works });
  const crawling = reports.filter(({ ok, trainStepsPerSecond }) => ok && !(trainStepsPerSecond > 1));
  expect(crawling).toEqual([]);
});

test.each([Number.NaN, Infinity, 0, -1])('a measurement of %d seconds is refused', async (seconds) => {
  await expect(checkBackend('onnx', { seconds })).rejects.toThrow(
    new RangeError(`seconds must be a finite number above 0, not ${seconds}`),
  );
  await expect(checkBackends({ seconds })).rejects.toThrow(RangeError);
});

test('speed is steps by the given clock', busy, async () => {
  // A clock that is read once at the start and once a step, and each time says 100 ms more: 10 steps a second.
  let time = 0;
  const report = await checkBackend('onnx', { seconds: 0.5, now: () => (time += 100) });
  expect(report.trainStepsPerSecond).toBeCloseTo(10, 9);
  expect(time).toBe(600);
});
