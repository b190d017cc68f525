import { expect, it } from 'vitest';
import { episodePage } from './episode-page.ts';

const svg = '<svg viewBox="0 0 1 1"><title></script> & <!-- é</title></svg>';

it('holds every picture, and needs nothing from elsewhere', () => {
  const pictures = [
    { svg, reward: 0 },
    { svg: '<svg/>', reward: -1.5 },
  ];
  const page = episodePage({ title: 'a < b & c', pictures, picturesPerSecond: 30 });
  expect(page).toContain('<title>a &lt; b &amp; c</title>');
  expect(page).toContain('max="1"');
  const [, data] = /<script id="data"[^>]*>(.*?)<\/script>/s.exec(page)!;
  expect(JSON.parse(data!)).toEqual({ svg: [svg, '<svg/>'], reward: [0, -1.5], picturesPerSecond: 30 });
  expect(page).not.toMatch(/https?:|src=|href=|@import|url\(/);
});

it('has a script that is one', () => {
  const page = episodePage({ title: '', pictures: [{ svg, reward: 0 }], picturesPerSecond: 30 });
  const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script!);
  expect(scripts).toHaveLength(1);
  expect(() => new Function(scripts[0]!)).not.toThrow();
});
