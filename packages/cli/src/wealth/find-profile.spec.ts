import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { findProfile } from './find-profile.ts';
import { readHousehold } from './read-household.ts';

describe('findProfile', () => {
  it('knows those that come with the command by their names', async () => {
    expect((await readHousehold(findProfile('near-retirement'))).profile.name).toBe('near retirement');
  });

  it('takes a path first', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'longplay-profile-'));
    try {
      const file = join(folder, 'retired');
      await writeFile(file, '');
      expect(findProfile(file)).toBe(file);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('offers the nearest name', () => {
    expect(() => findProfile('near-retirment')).toThrow(ConfigurationError);
    expect(() => findProfile('near-retirment')).toThrow(
      'unknown profile "near-retirment"; did you mean "near-retirement"? known: near-retirement, retired, young-family',
    );
  });

  it('leaves a file that there is not to who reads it', async () => {
    await expect(readHousehold(findProfile('/nowhere/anne.yaml'))).rejects.toThrow(
      '/nowhere/anne.yaml: it does not exist',
    );
  });
});
