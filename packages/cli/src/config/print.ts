import { isMap, isScalar, stringify, Document, type YAMLMap } from 'yaml';
import type { z } from 'zod';
import { objectIn } from './check.ts';

/** A configuration as YAML, each key with its one-line documentation. */
export function printConfig(schema: z.ZodObject, config: object): string {
  const document = new Document(config);
  if (isMap(document.contents)) comment(document.contents, schema);
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}

function comment(map: YAMLMap, schema: z.ZodObject): void {
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const field = schema.shape[String(key.value)] as z.ZodType | undefined;
    if (field?.description !== undefined) key.commentBefore = ` ${field.description}`;
    const inner = objectIn(field);
    if (isMap(value) && inner !== undefined) comment(value, inner);
  }
}

/** A configuration as YAML, for the run directory. */
export function configText(config: object): string {
  return stringify(config, { lineWidth: 120 });
}
