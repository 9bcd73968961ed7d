import { describe, expect, it } from 'vitest';
import { ifKnown } from '../../server/src/base/known.ts';
import type { LoadOptions } from '../../server/src/model/supervisor/options.ts';
import { load, program } from './supervisor-support.ts';

describe('loadSupervisor: processes', () => {
  const instances = (lines: string, options?: LoadOptions) =>
    load(program(lines), options).programs.flatMap(({ instances }) => instances);

  it('expands each process with its own number and environment', () => {
    const found = instances(
      'numprocs=2\nnumprocs_start=8000\nprocess_name=%(program_name)s_%(process_num)d\nenvironment=PORT="%(process_num)d",A=1\ncommand=g -b :%(ENV_PORT)s\ndirectory=%(here)s/x',
    );
    expect(found.map(({ name, processNum }) => [name, processNum])).toEqual([
      ['web_8000', 8000],
      ['web_8001', 8001],
    ]);
    expect(found.map(({ command }) => ifKnown(command)?.text)).toEqual(['g -b :8000', 'g -b :8001']);
    expect(ifKnown(found[1]?.environment.get('PORT'))).toBe('8001');
    expect(ifKnown(found[0]?.directory)).toBe('/etc/supervisor/conf.d/x');
  });

  it('lists a variable whose value only the machine knows', () => {
    const [instance] = instances('environment=A="%(ENV_A)s",B="x"');
    expect(instance?.environment.get('A')).toMatchObject({ known: false, why: 'A is set outside the file' });
    expect(ifKnown(instance?.environment.get('B'))).toBe('x');
    expect(instance?.environmentComplete).toBe(true);
  });

  it('gives [supervisord] environment= to all programs, and its names to expansions', () => {
    const text =
      '[supervisord]\nenvironment=A="1",B=2\n[program:web]\ncommand=x %(ENV_A)s\nenvironment=B=3\n';
    const [instance] = load(text).programs.flatMap(({ instances }) => instances);
    expect([...(instance?.environment ?? [])].map(([name, value]) => [name, ifKnown(value)])).toEqual([
      ['A', '1'],
      ['B', '3'],
    ]);
    expect(ifKnown(instance?.command)?.text).toBe('x 1');
  });

  it('leads an expanded command back to the file', () => {
    const text = program('command=g %(program_name)s\n  -w 4');
    const [instance] = load(text).programs.flatMap(({ instances }) => instances);
    const command = instance && ifKnown(instance.command);
    const sources = command?.pieces.map(({ source }) => text.slice(source.start, source.end));
    expect(command?.text).toBe('g web\n-w 4');
    expect(sources).toEqual(['g ', '%(program_name)s', '\n  ', '-w 4']);
  });

  it('has defaults that say so', () => {
    const [instance] = instances('');
    expect(instance?.stopwaitsecs).toMatchObject({ value: 10, from: 'default', places: [] });
    expect(instance?.stopsignal).toMatchObject({ value: 'TERM' });
    expect(instance?.stdoutLogfile).toMatchObject({ value: 'AUTO' });
    expect(instance?.values.get('stdout_logfile_maxbytes')).toMatchObject({ value: 52428800 });
  });

  it('lists no process of an unknown number, and none for 0', () => {
    const numbers = (lines: string) =>
      load(program(lines)).programs.map(({ numprocs, instances }) => [ifKnown(numprocs), instances.length]);
    expect(numbers('numprocs=%(ENV_N)s\nprocess_name=%(process_num)d')).toEqual([[undefined, 0]]);
    expect(numbers('numprocs=0')).toEqual([[0, 0]]);
    expect(numbers('numprocs=1_000_000_000\nprocess_name=%(process_num)d')).toEqual([[undefined, 0]]);
  });

  it('puts programs into the groups that list them', () => {
    const { programs, groups } = load(
      '[supervisord]\n[group:g]\nprograms=b\npriority=5\n[program:a]\ncommand=x\n[program:b]\ncommand=%(group_name)s\n',
    );
    expect(
      programs.map(({ name, group, instances }) => [
        name,
        group,
        instances[0] && ifKnown(instances[0].command)?.text,
      ]),
    ).toEqual([
      ['a', null, 'x'],
      ['b', 'g', 'g'],
    ]);
    expect(groups.map(({ name, explicit, priority }) => [name, explicit, ifKnown(priority)])).toEqual([
      ['g', true, 5],
      ['a', false, 999],
    ]);
  });

  it('reads environment= and %% as the given version does', () => {
    const variable = (line: string, version?: string) => {
      const [instance] = load(`[supervisord]\n${line}\n[program:a]\ncommand=x\n`, {
        version,
      }).programs.flatMap(({ instances }) => instances);
      return ifKnown(instance?.environment.get('A'));
    };
    expect(
      [undefined, '4.2.5', '4.3.0', '4.4.0'].map((version) => variable('environment=A="50%%"', version)),
    ).toEqual([undefined, undefined, undefined, '50%']);
    expect(['4.2.5', '4.4.0'].map((version) => variable(String.raw`environment=A="x\"y"`, version))).toEqual([
      'x\\',
      'x"y',
    ]);
  });

  it('merges repeated sections and remembers what is overridden', () => {
    const { sections } = load(program('[program:web]\ncommand=/bin/tac'));
    const web = sections.find(({ name }) => name === 'program:web');
    expect(web?.headers).toHaveLength(2);
    expect(web?.options.get('command')).toMatchObject({ raw: { text: '/bin/tac' }, overrides: [{}] });
  });

  it('takes options of [DEFAULT] for all sections', () => {
    const [instance] = load(
      '[DEFAULT]\nstopwaitsecs=60\n[supervisord]\n[program:a]\ncommand=x\n',
    ).programs.flatMap(({ instances }) => instances);
    expect(ifKnown(instance?.stopwaitsecs)).toBe(60);
  });
});
