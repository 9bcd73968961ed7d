import { describe, expect, it } from 'vitest';
import { ifKnown } from '../../server/src/base/known.ts';
import { load } from './supervisor-support.ts';

describe('loadSupervisor: templates', () => {
  it.each([
    '[program:{{ name }}]\ncommand={{ venv }}/bin/gunicorn\nnumprocs={{ n }}\n',
    '[supervisord]\n{% if x %}\n[program:a]\n{% endif %}\n',
    '{% for p in programs %}\n[program:{{ p }}]\ncommand=x\n{% endfor %}\n[group:g]\nprograms={{ names }}\n',
    '[program:a]\ncommand=x\nenvironment={% for k, v in env %}{{ k }}="{{ v }}"{% endfor %}\n',
    '[program:a]\ncommand=x\nnumprocs=${N}\nenvironment=A=${A}\nuser=<%= user %>\n',
    '[program:a]\ncommand=x\nnumprocs=__N__\npriority=@PRIORITY@\n',
    '[program:%(project)s]\ncommand=%(code_root)s/run\nuser=%(django_user)s\nautostart=%(start)s\n',
    '[program:a]\ncommand=%(virtualenv)s/run\ndirectory=%(code_root)s\nenvironment=A=%(secret)s\n',
  ])('blames no placeholder: %j', (text) => expect(load(text).problems).toEqual([]));

  it.each([
    '[program:{{ name }}]\ncommand=date +%Y\n',
    '[program:a]\ncommand={{ x }}\nautostart=y\n',
    '[program:a]\ncommand=%(proc_num)d\n',
    '[program:a]\ncommand=%(ENV_A)s %(one_name)s %(other_name)s\n',
  ])('still blames what no placeholder explains: %j', (text) => expect(load(text).problems).toHaveLength(1));

  it('gives a placeholder’s own text', () => {
    const [program] = load(
      '[program:a]\ncommand=g -b :{{ port }}\nnumprocs={{ n }}\nenvironment=A="{{ a }}",B="x{{ b }}",C=1\n',
    ).programs;
    expect(program?.numprocs).toMatchObject({ known: false, placeholder: '{{ n }}' });
    const [instance] =
      load('[program:a]\ncommand=g -b :{{ port }}\nenvironment=A="{{ a }}",B="x{{ b }}",C=1\n').programs[0]
        ?.instances ?? [];
    const command = ifKnown(instance?.command);
    expect(command?.text).toBe('g -b :{{port}}');
    expect(command?.pieces.flatMap(({ unknown }) => unknown?.written ?? [])).toEqual(['{{ port }}']);
    expect(instance?.environment.get('A')).toMatchObject({ known: false, placeholder: '{{ a }}' });
    expect(instance?.environment.get('B')).toMatchObject({ known: false, placeholder: 'x{{ b }}' });
    expect(ifKnown(instance?.environment.get('C'))).toBe('1');
  });

  it('knows nothing of a command whose words a template chooses', () => {
    const [instance] =
      load('[program:a]\ncommand=g {% if a %}-w 1{% endif %}\n').programs[0]?.instances ?? [];
    expect(instance?.command).toMatchObject({ known: false });
  });

  it('marks what the environment of supervisord fills in', () => {
    const [instance] =
      load('[program:a]\ncommand=g -w %(ENV_W)s -b :80%(process_num)02d\n').programs[0]?.instances ?? [];
    const command = ifKnown(instance?.command);
    expect(command?.text).toBe('g -w %(ENV_W)s -b :8000');
    expect(command?.pieces.filter(({ unknown }) => unknown)).toHaveLength(1);
  });

  it('leaves ${X} in a command to the shell that may read it', () => {
    const [instance] = load('[program:a]\ncommand=sh -c "g -b :${PORT}"\n').programs[0]?.instances ?? [];
    expect(instance && ifKnown(instance.command)?.text).toBe('sh -c "g -b :${PORT}"');
  });
});
