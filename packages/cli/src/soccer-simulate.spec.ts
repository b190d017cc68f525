import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseScenario, playScenario } from '@longplay/envs/car-soccer';
import { describe, expect, it } from 'vitest';
import { longplay, temporaryFolder } from './fixtures/longplay.ts';

const fall = { id: 'fall', mode: 'void', every: 60, ticks: 120, ball: { pos: [0, 0, 1000], vel: [0, 0, -0.01] } };
const drive = {
  id: 'drive',
  mode: 'flat',
  every: 30,
  ticks: 90,
  ball: null,
  cars: [{ pos: [0, -3000, 17], ypr: [Math.PI / 2, 0, 0], boost: 50 }],
  controls: [[0, 0, 1, 0, 0, 0, 0, 0, 1, 0]],
};

async function scenario(text: string): Promise<string> {
  const file = join(await temporaryFolder(), 'scenario.json');
  await writeFile(file, text);
  return file;
}

it.each([
  ['a list', [fall, drive]],
  ['an object', { cases: [fall, drive], source: 'here' }],
])('prints the rows of each case of %s as one JSON document', async (_, file) => {
  const { code, stdout, stderr } = await longplay(
    'soccer',
    'simulate',
    '--scenario',
    await scenario(JSON.stringify(file)),
    '--json',
  );
  expect([code, stderr]).toEqual([0, '']);
  const rows = parseScenario([fall, drive]).map((one) => playScenario(one));
  expect(JSON.parse(stdout)).toEqual({
    cases: [
      { id: 'fall', rows: JSON.parse(JSON.stringify(rows[0])) },
      { id: 'drive', rows: JSON.parse(JSON.stringify(rows[1])) },
    ],
  });
  expect(rows[1]!.map((row) => row.length)).toEqual([18, 18, 18, 18]);
});

it('prints where everything ends up for a person', async () => {
  const { code, stdout } = await longplay(
    'soccer',
    'simulate',
    '--scenario',
    await scenario(JSON.stringify([fall, drive])),
  );
  const [head, ...lines] = stdout.trimEnd().split('\n');
  expect([code, head!.split(/ {2,}/)]).toEqual([0, ['CASE', 'MODE', 'SECONDS', 'BALL (UU)', 'CARS (UU)']]);
  // C1 of the reference: the ball falls from 1000 to 675.6 in 120 ticks.
  expect(lines[0]).toMatch(/^fall +void +1\.00 +0 0 676$/);
  expect(lines[1]).toMatch(/^drive +flat +0\.75 +none +-?0 -2\d\d\d 17$/);
});

describe('a scenario that is wrong: exit code 2, nothing on standard output', () => {
  const car = drive.cars[0];
  it.each<[string, string, ...string[]]>([
    [
      'outside',
      JSON.stringify([{ ...drive, cars: [{ ...car, pos: [0, 0, 3000] }] }]),
      'case "drive": cars[0].pos is [ 0, 0, 3000 ]',
      'z from 0 to 2048',
    ],
    [
      'a body',
      JSON.stringify([{ ...drive, cars: [{ ...car, body: 'octave' }] }]),
      "cars[0].body is 'octave'",
      'did you mean "octane"?',
    ],
    [
      'no number',
      '[{ "id": "drive", "mode": "flat", "cars": [{ "pos": [0, 1e999, null] }] }]',
      'cars[0].pos[1] is Infinity',
      'cars[0].pos[2] is null',
      'finite',
    ],
    ['no JSON', '[{ "id": NaN }]', 'is no JSON', 'JSON has no NaN'],
    ['no case', '7', 'holds no cases: 7', '{ "cases": […] }'],
  ])('%s', async (_, text, ...parts) => {
    const { code, stdout, stderr } = await longplay('soccer', 'simulate', '--scenario', await scenario(text), '--json');
    expect([code, stdout]).toEqual([2, '']);
    for (const part of ['error: ', 'scenario.json', ...parts]) expect(stderr).toContain(part);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('a file that is not there', async () => {
    const { code, stderr } = await longplay('soccer', 'simulate', '--scenario', '/nowhere/scenario.json');
    expect([code, stderr]).toEqual([
      2,
      'error: --scenario /nowhere/scenario.json: it does not exist\n  check the path\n',
    ]);
  });

  it('no scenario at all', async () => {
    const { code, stderr } = await longplay('soccer', 'simulate');
    expect(code).toBe(2);
    expect(stderr).toContain("required option '--scenario <file>' not specified");
  });
});
