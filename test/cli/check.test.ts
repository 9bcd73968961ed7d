import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';

/** nginx lists one address twice (a warning with a fix that needs a look); one option is misspelt. */
const shop = `
  -- /deploy/supervisord.conf --
  [supervisord]

  [program:mail]
  command=/srv/shop/venv/bin/python -m shop.mail
  auto_restart=true
  -- /deploy/nginx.conf --
  events {}
  http {
      upstream shop {
          server 127.0.0.1:8000;
          server 127.0.0.1:8000;
          server 127.0.0.1:8001;
      }
      server {
          listen 80;
          location / {
              proxy_pass http://shop;
          }
      }
  }
`;

/** supervisord refuses it, and the fix is safe. */
const refused = `
  -- /supervisord.conf --
  [supervisord]
  [program:mail]
  command=/srv/shop/venv/bin/python -m shop.mail
  numprocs=4
`;

const fine = `
  -- /supervisord.conf --
  [supervisord]
  [program:mail]
  command=/srv/shop/venv/bin/python -m shop.mail
`;

const duplicate = ['--rule', 'nginx/upstream-duplicate-server'];
const processNum = ['--rule', 'supervisor/numprocs-without-process-num'];

describe('exit statuses', () => {
  test.each([
    [[], 0, fine],
    [duplicate, 1, shop],
    [[...duplicate, '--fail-on', 'error'], 0, shop],
    [[...duplicate, '--fail-on', 'hint'], 1, shop],
    [[...processNum, '--fail-on', 'error'], 1, refused],
    [[...processNum, '--fail-on', 'never'], 0, refused],
    [['--rule', 'gunicorn/workers-zero'], 0, shop],
  ])('check %j gives %i', async (args, expected, files) => {
    expect((await runCli(['check', ...args], files)).status).toBe(expected);
  });
});

describe('--format json', () => {
  test('is the promise of CONTRACT', async () => {
    const { out, error } = await runCli(['check', '--format', 'json', ...duplicate], shop);
    expect(error).toBe('');
    const { version, summary, findings } = JSON.parse(out);
    expect(version).toBe(1);
    expect(summary).toMatchObject({ files: 2, errors: 0, warnings: 1, information: 0, hints: 0 });
    expect(findings).toEqual([
      {
        rule: 'nginx/upstream-duplicate-server',
        severity: 'warning',
        confidence: 'high',
        message: expect.stringContaining("Upstream 'shop' lists 127.0.0.1:8000 twice"),
        refusedBy: null,
        file: 'deploy/nginx.conf',
        range: { start: { line: 5, column: 16 }, end: { line: 5, column: 30 } },
        related: [
          {
            file: 'deploy/nginx.conf',
            range: { start: { line: 4, column: 16 }, end: { line: 4, column: 30 } },
            message: '127.0.0.1:8000 is listed here first',
          },
        ],
        fixes: [
          {
            title: 'Remove this server',
            safe: false,
            edits: [
              {
                file: 'deploy/nginx.conf',
                range: { start: { line: 5, column: 1 }, end: { line: 6, column: 1 } },
                newText: '',
              },
            ],
          },
        ],
      },
    ]);
  });

  test('names the program that refuses the file', async () => {
    const { out } = await runCli(['check', '--format', 'json', ...processNum], refused);
    expect(JSON.parse(out).findings[0]).toMatchObject({ severity: 'error', refusedBy: 'supervisord' });
  });

  test('gives the same bytes for the same input', async () => {
    const args = ['check', '--format', 'json'];
    expect((await runCli(args, shop)).out).toBe((await runCli(args, shop)).out);
  });

  test('shows paths from the current folder', async () => {
    const args = ['check', '--format', 'json', ...duplicate];
    const there = await runCli(args, shop, { cwd: 'deploy' });
    expect(JSON.parse(there.out).findings[0].file).toBe('nginx.conf');
    const beside = await runCli([...args, '../deploy'], `${shop}\n  -- /other/x.txt --\n  x`, {
      cwd: 'other',
    });
    expect(JSON.parse(beside.out).findings[0].file).toBe('../deploy/nginx.conf');
  });
});

describe('--format text', () => {
  test('shows the line, what belongs to it and how to mend it', async () => {
    const { out } = await runCli(['check', ...duplicate], shop);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(
        /^deploy\/nginx\.conf:5:16 warning nginx\/upstream-duplicate-server {2}Upstream 'shop' lists 127\.0\.0\.1:8000 twice/,
      ),
      '  5 |         server 127.0.0.1:8000;',
      '    |                ^^^^^^^^^^^^^^',
      '  = deploy/nginx.conf:4:16: 127.0.0.1:8000 is listed here first',
      '  fix: Remove this server (needs a look; offered in the editor)',
      '',
      '1 warning in 2 files',
      '',
    ]);
  });

  test('says who refuses the file and that --fix mends it', async () => {
    const { out } = await runCli(['check', ...processNum], refused);
    expect(out).toContain('  = supervisord refuses to start with this\n');
    expect(out).toContain('(--fix does it)\n');
    expect(out).toContain('1 error in 1 file; --fix mends 1\n');
  });

  test('says that nothing was found', async () => {
    expect((await runCli(['check'], fine)).out).toBe('Nothing found in 1 file\n');
  });

  test('has colours on a terminal only, and --no-color takes them away', async () => {
    const coloured = '\u001b[';
    expect((await runCli(['check', ...duplicate], shop, { terminal: true })).out).toContain(coloured);
    expect((await runCli(['check', ...duplicate], shop)).out).not.toContain(coloured);
    expect((await runCli(['check', '--no-color', ...duplicate], shop, { terminal: true })).out).not.toContain(
      escape,
    );
  });

  test('--quiet leaves out what does not make it fail', async () => {
    const { out } = await runCli(['check', '--quiet', '--fail-on', 'error', ...duplicate], shop);
    expect(out).toBe('');
  });
});

test('--format github escapes what its commands would read', async () => {
  const files = shop.replaceAll('/deploy/', '/a,b:c%d/');
  const { out } = await runCli(['check', '--format', 'github', ...duplicate], files);
  expect(out).toMatch(
    /^::warning file=a%2Cb%3Ac%25d\/nginx\.conf,line=5,endLine=5,col=16,endColumn=30,title=nginx\/upstream-duplicate-server::Upstream 'shop' lists/,
  );
  expect(out.trimEnd().split('\n')).toHaveLength(1);
});

describe('what is looked at', () => {
  test('a file alone is checked without its neighbours', async () => {
    const { out } = await runCli(['check', '--format', 'json', 'deploy/supervisord.conf'], shop);
    const { summary, findings } = JSON.parse(out);
    expect(summary.files).toBe(1);
    expect(findings.every(({ file }: { file: string }) => file === 'deploy/supervisord.conf')).toBe(true);
  });

  test('a file is checked whatever its name', async () => {
    const files = refused.replace('/supervisord.conf', '/odd.txt');
    expect((await runCli(['check', 'odd.txt', ...processNum], files)).status).toBe(1);
  });

  test('a file of another kind is named and left out', async () => {
    const { error, status } = await runCli(['check', 'notes.txt'], '-- /notes.txt --\nJust words.');
    expect(error).toContain("'notes.txt' is left out");
    expect(status).toBe(0);
  });

  test('standard input stands for a file', async () => {
    const stdin = '[supervisord]\n[program:mail]\ncommand=x\nnumprocs=2\n';
    const args = ['check', '--format', 'json', '--stdin-filename', 'supervisord.conf', ...processNum];
    const { out, status, read } = await runCli(args, fine, { stdin });
    expect(JSON.parse(out).findings[0].file).toBe('supervisord.conf');
    expect(status).toBe(1);
    expect(read('/supervisord.conf')).not.toContain('numprocs');
  });

  test('bytes that are no text are a finding or nothing, never a crash', async () => {
    const stdin = new Uint8Array([0x5b, 0x78, 0x5d, 0xff, 0xfe, 0x0a]);
    const { status, error } = await runCli(['check', '--stdin-filename', 'supervisord.conf'], fine, {
      stdin,
    });
    expect(error).toBe('');
    expect(status).toBeLessThan(2);
  });
});

describe('--fix', () => {
  const mended = `[supervisord]
[program:mail]
command=/srv/shop/venv/bin/python -m shop.mail
numprocs=4
process_name=%(program_name)s_%(process_num)02d
`;

  test('applies the safe fixes and reports what is left', async () => {
    const { read, status, error } = await runCli(['check', '--fix', ...processNum], refused);
    expect(read('/supervisord.conf')).toBe(mended);
    expect(status).toBe(0);
    expect(error).toBe('scaling-lens: mended supervisord.conf\n');
  });

  test('leaves fixes alone that need a look', async () => {
    const { read, status } = await runCli(['check', '--fix', ...duplicate], shop);
    expect(read('/deploy/nginx.conf').match(/8000/g)).toHaveLength(2);
    expect(status).toBe(1);
  });

  test('--fix-dry-run prints a diff that applies, and changes nothing', async () => {
    const { out, read, status } = await runCli(['check', '--fix-dry-run', ...processNum], refused);
    expect(out.split('\n').slice(0, 2)).toEqual(['--- a/supervisord.conf', '+++ b/supervisord.conf']);
    expect(out).toContain('\n+process_name=%(program_name)s_%(process_num)02d\n');
    expect(read('/supervisord.conf')).not.toContain('process_name');
    expect(status).toBe(1);
  });
});

describe('silencing', () => {
  const silenced = shop.replace(
    '          server 127.0.0.1:8000;\n          server 127.0.0.1:8001',
    '          # scaling-lens-ignore nginx/upstream-duplicate-server — weights by hand\n          server 127.0.0.1:8000;\n          server 127.0.0.1:8001',
  );

  test('a comment silences a finding, and the summary says so', async () => {
    const { out, status } = await runCli(['check', ...duplicate], silenced);
    expect(out).toBe('Nothing found in 2 files (1 silenced by comments)\n');
    expect(status).toBe(0);
  });

  test('the profile sets severities', async () => {
    const profile = '\n  -- /scaling-lens.ini --\n  [rules]\n  nginx/* = error\n';
    const { out } = await runCli(['check', '--format', 'json', ...duplicate], shop + profile);
    expect(JSON.parse(out).findings[0].severity).toBe('error');
  });

  test('--config names the profile', async () => {
    const profile = '\n  -- /elsewhere/our.ini --\n  [rules]\n  nginx/* = off\n';
    const args = ['check', ...duplicate, '--config', 'elsewhere/our.ini', 'deploy'];
    expect((await runCli(args, shop + profile)).status).toBe(0);
  });
});
