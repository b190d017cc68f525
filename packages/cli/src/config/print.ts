import { Document, isMap, isScalar, visit, type YAMLMap } from 'yaml';
import type { z } from 'zod';
import { objectIn } from './check.ts';

/** A configuration as YAML, for a run directory and for the banner. */
export function configText(config: object): string {
  return toText(new Document(config));
}

/** A configuration as YAML, each key with its one-line documentation. */
export function documentedConfig(schema: z.ZodObject, config: object): string {
  const document = new Document(config);
  if (isMap(document.contents)) comment(document.contents, schema);
  return toText(document);
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

/** Lists of plain values stay on one line. */
function toText(document: Document): string {
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every((item) => isScalar(item));
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}
