import { describe, expect, it } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import { ifKnown } from '../../server/src/base/known.ts';
import {
  composeLaunches,
  dockerfileLaunches,
  systemdLaunches,
  systemdSockets,
  type UnitLaunch,
} from '../../server/src/model/server/units.ts';

const file = (name: string, text: string): TextFile => ({ uri: `file:///${name}`, text, kind: 'context' });
const commands = (launches: readonly UnitLaunch[]) =>
  launches.map(({ launch }) => ifKnown(launch.command)?.text.replace(/\s+/g, ' ').trim());

describe('systemd units', () => {
  const unit = `[Unit]
Description=shop
[Service]
WorkingDirectory=/srv/shop
Environment="WEB_CONCURRENCY=3" A=b
ExecStart=/srv/venv/bin/gunicorn \\
  -b unix:/run/shop.sock shop:app
`;

  it('give the command, folder and environment', () => {
    const [launch] = systemdLaunches(file('shop.service', unit));
    expect(launch?.name).toBe('shop');
    expect(commands(launch ? [launch] : [])).toEqual([
      '/srv/venv/bin/gunicorn -b unix:/run/shop.sock shop:app',
    ]);
    expect(ifKnown(launch?.launch.directory)).toBe('/srv/shop');
    expect(ifKnown(launch?.launch.environment.get('WEB_CONCURRENCY'))).toBe('3');
  });

  it('lead back to the words of the file', () => {
    const command = ifKnown(systemdLaunches(file('shop.service', unit))[0]?.launch.command);
    const offset = command?.text.indexOf('-b') ?? -1;
    const piece = command?.pieces.find(({ start, end }) => start <= offset && offset < end);
    expect(piece && unit.slice(piece.source.start + offset - piece.start).startsWith('-b unix:')).toBe(true);
  });

  it('are unknown where a specifier or a variable decides', () => {
    const of = (line: string) => systemdLaunches(file('a@.service', `[Service]\nExecStart=${line}\n`));
    expect(commands(of('gunicorn -b :%i app:app'))).toEqual([undefined]);
    expect(commands(of('gunicorn -b :$PORT app:app'))).toEqual([undefined]);
    expect(commands(of('-gunicorn app:app'))).toEqual(['gunicorn app:app']);
  });

  it('name the sockets they hand over', () => {
    const sockets = systemdSockets(file('a.socket', '[Socket]\nListenStream=/run/a.sock\nListenStream=80\n'));
    expect(sockets.map(({ text }) => text)).toEqual(['/run/a.sock', '80']);
  });
});

describe('Dockerfile', () => {
  it.each([
    ['FROM x\nCMD ["gunicorn", "-b", ":80", "a:b"]\n', '"gunicorn" "-b" ":80" "a:b"'],
    ['FROM x\nENTRYPOINT ["gunicorn"]\nCMD ["a:b"]\n', '"gunicorn" "a:b"'],
    ['FROM x\nCMD gunicorn a:b\n', 'gunicorn a:b'],
    ['FROM x\nCMD old\nFROM y\nCMD new\n', 'new'],
    ['FROM x\nCMD gunicorn -b :$PORT a:b\n', undefined],
  ])('%j starts %j', (text, command) => {
    expect(commands(dockerfileLaunches(file('Dockerfile', text)))).toEqual([command]);
  });
});

describe('compose files', () => {
  it('give the command of each service', () => {
    const text = `services:
  web:
    image: x
    command: gunicorn -b 0.0.0.0:8000 a:b
  worker:
    command: ["celery", "-A", "a"]
  db:
    image: postgres
volumes:
  command: none
`;
    const launches = composeLaunches(file('compose.yml', text));
    expect(launches.map(({ name }) => name)).toEqual(['web', 'worker']);
    expect(commands(launches)).toEqual(['gunicorn -b 0.0.0.0:8000 a:b', '"celery" "-A" "a"']);
  });
});
