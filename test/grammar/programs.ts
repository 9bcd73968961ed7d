import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What a real program says of a text. */
export interface Verdict {
  readonly ok: boolean;
  readonly says: string;
}

export function run(command: string, args: readonly string[], cwd: string, env = {}): Verdict {
  const result = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 30_000,
    env: { PATH: process.env.PATH, HOME: cwd, LC_ALL: 'C.UTF-8', ...env },
  });
  return { ok: result.status === 0, says: `${result.stdout ?? ''}${result.stderr ?? ''}`.trim() };
}

const python = '/usr/bin/python3';

const canImport = (module: string): boolean =>
  existsSync(python) && spawnSync(python, ['-c', `import ${module}`]).status === 0;

/** Which of the three programs are installed. */
export const installed = {
  supervisor: canImport('supervisor.options'),
  gunicorn: canImport('gunicorn.app.wsgiapp'),
  nginx: spawnSync('nginx', ['-v']).status === 0,
};

/** Where a continuous integration runs they have to be there: nothing is skipped. */
export const mayBeAbsent = (program: keyof typeof installed): boolean =>
  !installed[program] && !process.env.CI;

/** Asks of every file named on the command line, and prints a line of JSON for each. */
const forEachFile = (ask: string): string => `
import contextlib, io, json, sys
${ask}
for path in sys.argv[1:]:
    said = io.StringIO()
    ok = True
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            ask(path)
        except SystemExit as exit:
            ok = exit.code in (0, None)
    print(json.dumps({'ok': ok, 'says': said.getvalue().strip()}))
`;

const supervisorCode = forEachFile(`
from supervisor.options import ServerOptions
def ask(path):
    options = ServerOptions()
    options.stderr = options.stdout = sys.stderr
    options.realize(['-c', path, '-n'])
`);

const gunicornCode = forEachFile(`
from gunicorn.app.wsgiapp import WSGIApplication
def ask(path):
    sys.argv = ['gunicorn', '-c', path, 'shop:app']
    WSGIApplication('%(prog)s [OPTIONS] [APP_MODULE]')
`);

function askAll(code: string, files: readonly string[], cwd: string, env = {}): readonly Verdict[] {
  const { ok, says } = run(python, ['-c', code, ...files], cwd, env);
  if (!ok) throw new Error(says);
  return says.split('\n').map((line) => JSON.parse(line));
}

/** Reads each supervisord.conf as supervisord does before it starts anything. */
export const askSupervisor = (files: readonly string[], cwd: string, env = {}): readonly Verdict[] =>
  askAll(supervisorCode, files, cwd, env);

/** Loads each gunicorn.conf.py as gunicorn does, without loading the application. */
export const askGunicorn = (files: readonly string[], cwd: string): readonly Verdict[] =>
  askAll(gunicornCode, files, cwd);

/** Tests a configuration in a private folder. */
export const askNginx = (file: string, cwd: string): Verdict =>
  run('nginx', ['-t', '-p', cwd, '-c', file, '-e', 'stderr'], cwd);
