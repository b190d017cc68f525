import { parse, View } from 'vega';
import { compile, type Config, type TopLevelSpec } from 'vega-lite';

const ink = 'var(--ink)';
const quiet = 'var(--quiet)';

const config: Config = {
  aria: false,
  background: 'transparent',
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: {
    labelColor: quiet,
    titleColor: quiet,
    domainColor: 'var(--rule)',
    gridColor: 'var(--rule)',
    tickColor: 'var(--rule)',
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 10,
  },
  legend: {
    labelColor: ink,
    titleColor: quiet,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    gradientStrokeColor: 'var(--rule)',
    labelLimit: 0,
    titleLimit: 0,
  },
  header: { labelColor: ink, labelFontSize: 13 },
  text: { fontSize: 12 },
};

/**
 * A chart as an SVG element for a page; it takes the width that there is.
 *
 * @param label - what it shows, for those who do not see it.
 */
export async function drawChart(chart: TopLevelSpec, label: string): Promise<string> {
  const { spec } = compile(chart, { config });
  const view = new View(parse(spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  // A hundredth of a pixel is enough.
  const short = svg.replaceAll(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
  return short.replace(/<svg([^>]*?) width="[^"]*" height="[^"]*"/, `<svg$1 role="img" aria-label="${label}"`);
}
