import type { NginxReference } from '../server/src/catalog/nginx-reference.ts';

/** Descriptions of nginx's directives and variables, from the npm package @nginx/reference-lib. */
export function buildNginxReference(): NginxReference;

/** Writes the descriptions as JSON and returns how many bytes that is. */
export function writeNginxReference(outFile: string): number;
