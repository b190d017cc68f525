/** Plain text inside an element or an attribute. */
export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A drawing with a line that explains it. */
export const figure = (svg: string, note: string) =>
  `<figure>${svg}<figcaption>${escapeHtml(note)}</figcaption></figure>`;

/** A table of plain text; the first cell of a row names it. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = head.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const body = rows.map(htmlRow).join('\n');
  return `<div class="wide"><table><thead><tr>${names}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function htmlRow([name = '', ...cells]: readonly string[]): string {
  const data = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
  return `<tr><th scope="row">${escapeHtml(name)}</th>${data}</tr>`;
}

/** JSON as a list of names and values. */
export function list(record: Readonly<Record<string, unknown>>): string {
  const items = Object.entries(record).map(
    ([name, value]) => `<dt>${escapeHtml(words(name))}</dt><dd>${shown(value)}</dd>`,
  );
  return `<dl>${items.join('\n')}</dl>`;
}

function shown(value: unknown): string {
  if (isSimple(value)) return escapeHtml(inline(value));
  if (Array.isArray(value)) return value.map((one) => `<div>${shown(one)}</div>`).join('');
  return list(value as Record<string, unknown>);
}

/** Whether a value fits in a line: no record or list in it holds another. */
function isSimple(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((one) => typeof one !== 'object' || one === null);
}

function inline(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inline).join(', ');
  return Object.entries(value)
    .map(([name, one]) => `${words(name)} ${inline(one)}`)
    .join(', ');
}

/** `riskAversion` as people write it: `risk aversion`. */
const words = (name: string) => name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
