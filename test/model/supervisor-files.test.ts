import { describe, expect, it } from 'vitest';
import { ifKnown } from '../../server/src/base/known.ts';
import type { Ask } from '../../server/src/model/link-lookup.ts';
import { loadSupervisor } from '../../server/src/model/supervisor/load.ts';
import type { LoadOptions } from '../../server/src/model/supervisor/options.ts';
import { segmentMatcher } from '../../server/src/syntax/supervisor/glob.ts';
import { fileOf, load, nothing } from './supervisor-support.ts';

describe('loadSupervisor: files', () => {
  const main = '/etc/supervisord.conf';
  /** Files by path, found as Python's glob finds them. */
  const machine =
    (files: Readonly<Record<string, string>>): Ask =>
    (question) => {
      if (question.kind !== 'glob') return [];
      const segments = (question.pattern.startsWith('/') ? question.pattern : `/etc/${question.pattern}`)
        .split('/')
        .map(segmentMatcher);
      return Object.entries(files)
        .filter(
          ([path]) =>
            path.split('/').length === segments.length &&
            path.split('/').every((part, i) => segments[i]?.(part)),
        )
        .map(([path, text]) => fileOf(text, path));
    };
  const loadMain = (text: string, files: Readonly<Record<string, string>> = {}, options: LoadOptions = {}) =>
    loadSupervisor(fileOf(text, main), machine(files), options);

  it('reads includes in order, each with its own folder for %(here)s', () => {
    const loaded = loadMain(
      '[supervisord]\n[include]\nfiles=conf.d/*.conf x/y.ini\n[program:m]\ncommand=%(here)s/m\n',
      {
        '/etc/x/y.ini': '[program:y]\ncommand=%(here)s/y\n',
        '/etc/conf.d/b.conf': '[program:b]\ncommand=%(here)s/b\n',
        '/etc/conf.d/a.conf': '[program:b]\ncommand=lost\n[include]\nfiles=other\n',
      },
    );
    expect(
      loaded.programs.map(({ name, instances }) => [
        name,
        instances[0] && ifKnown(instances[0].command)?.text,
      ]),
    ).toEqual([
      ['m', '/etc/m'],
      ['b', '/etc/conf.d/b'],
      ['y', '/etc/x/y'],
    ]);
    expect(loaded.includes.map(({ pattern, files }) => [pattern, files.map(({ uri }) => uri)])).toEqual([
      ['conf.d/*.conf', ['file:///etc/conf.d/a.conf', 'file:///etc/conf.d/b.conf']],
      ['x/y.ini', ['file:///etc/x/y.ini']],
    ]);
    expect([loaded.complete, loaded.fragment, loaded.files.length]).toEqual([true, false, 4]);
  });

  it('names the file of a program in its reason', () => {
    const loaded = loadMain('[supervisord]\n[include]\nfiles=a.conf\n', {
      '/etc/a.conf': '[program:a]\ncommand=x\nnumprocs=x\n',
    });
    expect(loaded.problems[0]?.message).toMatch(/ in section 'program:a' \(file: '\/etc\/a\.conf'\)$/);
    expect(loaded.problems[0]?.place.uri).toBe('file:///etc/a.conf');
  });

  it('is incomplete where a pattern matches nothing at hand, and then blames no group', () => {
    const loaded = loadMain('[supervisord]\n[include]\nfiles=/srv/*.conf\n[group:g]\nprograms=elsewhere\n');
    expect([loaded.complete, loaded.problems]).toEqual([false, []]);
    expect(loaded.warnings.map(({ message }) => message)).toEqual([
      'No file matches via include "/srv/*.conf"',
    ]);
    expect(loadMain('[supervisord]\n[include]\nfiles=%(ENV_DIR)s/*.conf\n').complete).toBe(false);
  });

  it('takes a file without [supervisord] for a fragment', () => {
    const loaded = loadMain('[program:a]\ncommand=x\n[group:g]\nprograms=elsewhere\n');
    // Its name says that it may be the main file.
    expect(loaded.problems.map(({ code, refusedBy }) => [code, refusedBy])).toEqual([
      ['supervisor/missing-supervisord-section', null],
    ]);
    expect(loaded.fragment).toBe(true);
    expect(load('[program:a]\ncommand=x\n[group:g]\nprograms=elsewhere\n').problems).toEqual([]);
    expect(load('[Supervisord]\n[program:a]\ncommand=x\n').problems).toHaveLength(1);
  });

  it('blames a fragment’s group only with its siblings at hand', () => {
    const text = '[group:g]\nprograms=elsewhere\n';
    expect(load(text, { siblings: [] }).problems).toHaveLength(1);
    expect(
      load(text, { siblings: [fileOf('[program:elsewhere]\ncommand=x\n', '/b.conf')] }).problems,
    ).toEqual([]);
  });

  it('refuses bytes that are no UTF-8', () => {
    const file = { ...fileOf('[supervisord]\n; caf\ufffd\n'), undecodableAt: 19 };
    expect(loadSupervisor(file, nothing).problems[0]?.message).toBe(
      "'utf-8' codec can't decode byte in position 19",
    );
    const reason = "'utf-8' codec can't decode byte 0xe9 in position 19: invalid continuation byte";
    expect(loadSupervisor({ ...file, undecodableReason: reason }, nothing).problems[0]?.message).toBe(reason);
  });
});
