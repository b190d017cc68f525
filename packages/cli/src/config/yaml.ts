import { ConfigurationError } from '@longplay/runtime';
import { isMap, parseDocument, type Document, type ScalarTag } from 'yaml';

/** Integers with underscores between digits, `100_000`, as people write large budgets. */
const groupedInteger: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?\d+(?:_\d+)+$/,
  resolve: (text) => Number(text.replaceAll('_', '')),
};

/**
 * Reads a YAML mapping.
 *
 * @param name - what the text is, for messages: the file's path.
 * @throws ConfigurationError for a syntax error or a duplicate key, with its line and column, and for anything that is
 * no mapping.
 */
export function parseYaml(text: string, name: string): Record<string, unknown> {
  const document = parseDocument(text, { customTags: (tags) => [groupedInteger, ...tags], prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const [{ line, col }] = error.linePos ?? [{ line: 1, col: 1 }];
    const [what = error.message] = error.message.split(/ at line \d+/);
    const key = error.code === 'DUPLICATE_KEY' ? ` (${text.split('\n')[line - 1]?.trim()})` : '';
    throw new ConfigurationError(`${name}:${line}:${col}: ${what}${key}`, {
      cure: error.code === 'DUPLICATE_KEY' ? 'keep one of the two' : 'correct the YAML at that place',
    });
  }
  if (!isMap(document.contents)) {
    throw new ConfigurationError(`${name} holds no configuration`, { cure: 'write lines of "key: value"' });
  }
  return toPlain(document, name) as Record<string, unknown>;
}

/** The value of `--set key=value`: what YAML reads in it, so that 1e-3, true, [1, 2] and text mean what they do there. */
export function parseValue(text: string): unknown {
  const document = parseDocument(text, { customTags: (tags) => [groupedInteger, ...tags] });
  return document.errors.length > 0 ? text : toPlain(document, text);
}

function toPlain(document: Document, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // An alias without its anchor, or aliases that multiply beyond reason.
    throw new ConfigurationError(`${name}: ${error instanceof Error ? error.message : error}`, {
      cure: 'write the values out in place of YAML aliases',
    });
  }
}
