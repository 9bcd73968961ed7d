import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allDirectives, directivesNamed } from '../../server/src/catalog/nginx.ts';
import { nginxLink } from '../../server/src/catalog/nginx-links.ts';
import { documentedOtherDirectives } from '../../server/src/catalog/nginx-other.ts';
import {
  isNginxReference,
  referenceOfDirective,
  referenceOfVariable,
  referencesNamed,
} from '../../server/src/catalog/nginx-reference.ts';
import { buildNginxReference, writeNginxReference } from '../../tools/nginx-reference.mjs';

const reference = buildNginxReference();

const named = (name: string, module: string) => {
  const found = directivesNamed(name).find((directive) => directive.module === module);
  if (!found) throw new Error(`${module} has no ${name}`);
  return referenceOfDirective(reference, found);
};

describe("nginx's manual", () => {
  test('is found by name and module', () => {
    expect(named('server', 'ngx_http_upstream_module')?.text).toMatch(/^Defines the/);
    expect(named('server', 'ngx_stream_core_module')?.module).toBe('ngx_stream_core_module');
    expect(named('least_conn', 'ngx_http_upstream_least_conn_module')?.contexts).toEqual(['upstream']);
    expect(named('gzip', 'ngx_http_gzip_filter_module')?.default).toBe('off');
    expect(named('worker_connections', 'ngx_event_core_module')?.module).toBe('ngx_core_module');
    expect(named('try_files', 'ngx_http_try_files_module')?.module).toBe('ngx_http_core_module');
  });

  test('describes all directives but a few that nginx keeps to itself', () => {
    const missing = allDirectives().filter(
      (directive) => directive.lastBucket === null && !referenceOfDirective(reference, directive),
    );
    const names = new Set(missing.map(({ name }) => name));
    expect(names.size).toBeLessThanOrEqual(40);
    for (const name of ['proxy_pass', 'listen', 'server_name', 'keepalive', 'resolver'])
      expect(names.has(name), name).toBe(false);
  });

  test('links to the same place as the catalogue', () => {
    const compared = allDirectives().flatMap((directive) => {
      const entry = referenceOfDirective(reference, directive);
      return entry ? [[entry.link, nginxLink(directive.module, directive.protocol, directive.name)]] : [];
    });
    expect(compared.length).toBeGreaterThan(700);
    for (const [theirs, ours] of compared) expect(ours).toBe(theirs);
  });

  test('describes what the open-source tables do not hold', () => {
    for (const { name } of documentedOtherDirectives())
      expect(referencesNamed(reference, name), name).not.toEqual([]);
    expect(referencesNamed(reference, 'constructor')).toEqual([]);
    expect(referencesNamed(undefined, 'server')).toEqual([]);
  });

  test('describes variables, also of a family, by protocol', () => {
    expect(referenceOfVariable(reference, 'host', 'http')?.module).toBe('ngx_http_core_module');
    expect(referenceOfVariable(reference, 'arg_page', 'http')?.link).toMatch(/#var_arg_$/);
    expect(referenceOfVariable(reference, 'upstream_addr', 'stream')?.module).toBe(
      'ngx_stream_upstream_module',
    );
    expect(referenceOfVariable(reference, 'host', 'stream')).toBeUndefined();
    expect(referenceOfVariable(reference, '__proto__', 'http')).toBeUndefined();
    expect(referenceOfVariable(undefined, 'host', 'http')).toBeUndefined();
  });

  test('is cut without breaking code or links', () => {
    const entries = Object.values(reference.directives).flat();
    expect(entries.length).toBeGreaterThan(950);
    for (const { text, link } of entries) {
      expect((text.match(/```/g)?.length ?? 0) % 2, link).toBe(0);
      expect(text, link).not.toMatch(/\]\((?!https?:|mailto:)/);
      expect(text, link).not.toMatch(/\n{3}|\s$/);
    }
    expect(named('proxy_pass', 'ngx_http_proxy_module')?.text).toMatch(/\[More …\]\(https:.*#proxy_pass\)$/);
    expect(named('sendfile', 'ngx_http_core_module')?.text).not.toContain('More …');
  });

  test('is written as JSON that can be told from anything else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nginx-reference-'));
    try {
      const file = join(folder, 'deep', 'nginx-reference.json');
      const bytes = writeNginxReference(file);
      const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
      expect(bytes).toBeLessThan(800_000);
      expect(isNginxReference(read)).toBe(true);
      expect(read).toEqual(reference);
    } finally {
      rmSync(folder, { recursive: true });
    }
    for (const wrong of [null, 1, 'x', [], {}, { directives: {} }, { directives: null, variables: {} }])
      expect(isNginxReference(wrong)).toBe(false);
  });
});
