import { describe, expect, test } from 'vitest';
import type { Edit } from '../../server/src/base/span.ts';
import { insertAfter, insertDirective, removeDirective } from '../../server/src/model/edit/nginx.ts';
import type { NginxConfig } from '../../server/src/model/nginx/types.ts';
import { load } from './nginx-support.ts';

function applied(text: string, edit: Edit | undefined): string | undefined {
  return edit && text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
}

/** The text after an edit of its first upstream's configuration. */
function edited(text: string, make: (config: NginxConfig) => Edit | undefined): string | undefined {
  return applied(text, make(load(text)));
}

const directive = (config: NginxConfig, name: string) => {
  const found = config.upstreams[0]?.block.directives.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

const first = (config: NginxConfig) => {
  const [upstream] = config.upstreams;
  if (!upstream) throw new Error('no upstream');
  return upstream;
};

describe('insertDirective', () => {
  test.each([
    ['below the last', 'upstream u {\n  server a;\n}\n', 'upstream u {\n  server a;\n  keepalive 4;\n}\n'],
    ['with tabs', 'upstream u {\n\tserver a; # x\n}\n', 'upstream u {\n\tserver a; # x\n\tkeepalive 4;\n}\n'],
    ['on one line', 'upstream u { server a; }', 'upstream u { server a; keepalive 4; }'],
    ['in an empty block', 'upstream u { }', 'upstream u {\n    keepalive 4;\n}'],
    ['in an empty block of lines', 'upstream u {\n}\n', 'upstream u {\n    keepalive 4;\n}\n'],
    [
      'with the line ending of the file',
      'upstream u {\r\n  server a;\r\n}',
      'upstream u {\r\n  server a;\r\n  keepalive 4;\r\n}',
    ],
  ])('%s', (_, before, after) => {
    const result = edited(before, (config) =>
      insertDirective(config.main, first(config).block, 'keepalive 4;'),
    );
    expect(result).toBe(after);
  });

  test('not into the root, nor into a block that is never closed', () => {
    const config = load('upstream u { server a;');
    expect(insertDirective(config.main, config.root, 'a;')).toBeUndefined();
    expect(insertDirective(config.main, first(config).block, 'a;')).toBeUndefined();
  });
});

test('insertAfter goes below the one it names', () => {
  const text = 'upstream u {\n  server a;\n  server b;\n}';
  const result = edited(text, (config) =>
    insertAfter(config.main, directive(config, 'server'), 'zone u 64k;'),
  );
  expect(result).toBe('upstream u {\n  server a;\n  zone u 64k;\n  server b;\n}');
});

test.each([
  ['upstream u {\n  server a;\n  keepalive 4; # four\n}', 'upstream u {\n  server a;\n}'],
  ['upstream u { server a; keepalive 4; }', 'upstream u { server a; }'],
  ['upstream u {\n  keepalive 4; server a;\n}', 'upstream u {\n  server a;\n}'],
])('removeDirective %#', (before, after) => {
  expect(edited(before, (config) => removeDirective(config.main, directive(config, 'keepalive')))).toBe(
    after,
  );
});
