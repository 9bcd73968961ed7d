import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';

test.each([
  [['chek'], "There is no command 'chek'. Did you mean `scaling-lens check`?"],
  [['frobnicate'], "There is no command 'frobnicate'. See `scaling-lens --help`."],
  [
    ['check', '--formt', 'json'],
    "Unknown option '--formt'; did you mean '--format'? See `scaling-lens check --help`.",
  ],
  [
    ['check', '--format', 'jsn'],
    "--format is 'jsn'; did you mean 'json'? It can be text, json, sarif, github.",
  ],
  [
    ['check', '--fail-on', 'info'],
    "--fail-on is 'info'. It can be error, warning, information, hint, never.",
  ],
  [
    ['check', '--rule', 'suppression/unusd'],
    "There is no rule 'suppression/unusd'. Did you mean 'suppression/unused'?",
  ],
  [['check', '--rule', 'zzz/zzz'], "There is no rule 'zzz/zzz'. `scaling-lens rules` lists them all."],
  [
    ['check', '--target', 'cores'],
    "--target: 'cores' is not NAME=VALUE. Write --target cores=8,memory=16GiB.",
  ],
  [['check', '--target', 'cores=many'], "--target: cores is 'many', not a number above 0, such as 8."],
  [['check', '--target', 'core=8'], "--target: [target] has no 'core'."],
  [['check', '--config', 'none.ini'], "Cannot read the profile 'none.ini': there is no such file or folder."],
  [['check', 'nowhere'], "Cannot read 'nowhere': there is no such file or folder. It was looked for as /"],
  [['check', '--fix', '--fix-dry-run'], '--fix and --fix-dry-run exclude each other. Choose one.'],
  [
    ['check', '--fix', '--stdin-filename', 'a'],
    '--fix cannot write standard input. Use --fix-dry-run for a diff.',
  ],
  [['check', '--target'], "Option '--target <value>' argument missing. See `scaling-lens check --help`."],
  [['explain'], 'explain takes one name. Give it a rule or a level (process, thread,'],
  [['explain', 'thred'], "There is no rule or level 'thred'. Did you mean 'thread'?"],
  [
    ['explain', 'suppression/unusd'],
    "There is no rule 'suppression/unusd'. Did you mean 'suppression/unused'?",
  ],
  [['server'], 'The server needs to be told how to talk. Start it with `scaling-lens server --stdio`.'],
])('%j is refused in one clear line', async (args, expected) => {
  const { status, out, error } = await runCli(args, '');
  expect(error).toContain(`scaling-lens: ${expected}`);
  expect(error.trimEnd().split('\n')).toHaveLength(1);
  expect([status, out]).toEqual([2, '']);
});

test('--help lists the commands, and each its options', async () => {
  const { status, out } = await runCli(['--help'], '');
  expect(status).toBe(0);
  const commands = [...out.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1] ?? '');
  expect(commands).toEqual(expect.arrayContaining(['check', 'model', 'rules', 'explain', 'server']));
  for (const command of commands) {
    const help = await runCli([command, '--help'], '');
    expect(help.out).toContain(`Usage: scaling-lens ${command}`);
    expect(help.status).toBe(0);
  }
});

test('without a command it shows the list and fails', async () => {
  const { status, out } = await runCli([], '');
  expect(status).toBe(2);
  expect(out).toContain('Usage: scaling-lens COMMAND');
});

test('--version prints one line', async () => {
  expect((await runCli(['--version'], '')).out).toMatch(/^\S+\n$/);
});
