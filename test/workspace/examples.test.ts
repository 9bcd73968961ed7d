import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativePath } from '../../server/src/base/uri.ts';
import { createDiskHost, uriOfPath } from '../../server/src/node/disk-host.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { nginxOracle, quietHttp } from '../../tools/oracle/nginx.ts';
import {
  type SupervisorOracle,
  startSupervisorOracle,
  supervisorInstalled,
} from '../../tools/oracle/supervisor-oracle.ts';

const root = new URL('../../examples/', import.meta.url).pathname;

/** The files of an example by path relative to its folder. */
const filesOf = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(root, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(join(root, name), path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );

const examples = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const mimeTypes = 'types { text/html html; }\n';

/** A site wrapped into a main file, or a main file as it is, on a loopback port that needs no rights. */
function runnable(files: Readonly<Record<string, string>>, folder: string) {
  const main = Object.entries(files).find(([, text]) => /^http\s*\{/m.test(text));
  const sites = Object.entries(files).filter(([path]) => path.includes('nginx/') && path.endsWith('.conf'));
  const port = (text: string) => text.replace(/listen 80;/g, 'listen 127.0.0.1:18637;');
  const base = main ? main[0].replace(/[^/]*$/, '') : '';
  const others = Object.fromEntries(
    sites.filter(([path]) => path !== main?.[0]).map(([path, text]) => [path.slice(base.length), port(text)]),
  );
  const includes = Object.keys(others).map((path) => `include ${path};`);
  const conf = main ? main[1] : `events {}\nhttp {\n${includes.join('\n')}\n}\n`;
  const text = port(conf).replace(/^http \{/m, `http { ${quietHttp(folder)}`);
  return { conf: text, files: { ...others, 'mime.types': mimeTypes } };
}

describe('the examples', () => {
  it('have a README each, and stand in the list', () => {
    const list = readFileSync(join(root, 'README.md'), 'utf8');
    for (const name of examples) {
      expect(filesOf(name)['README.md']).toMatch(/^# /);
      expect(list).toContain(`(${name})`);
    }
    expect(examples.length).toBeGreaterThanOrEqual(6);
  });

  describe.skipIf(!supervisorInstalled())('Supervisor takes them', () => {
    let oracle: SupervisorOracle;
    beforeAll(async () => {
      oracle = await startSupervisorOracle();
    });
    afterAll(() => oracle.stop());

    it.each(examples)('%s', async (name) => {
      const files = filesOf(name);
      const main = Object.keys(files).find((path) => path.endsWith('supervisord.conf'));
      const fragments = Object.keys(files).filter((path) => /supervisor\/[^/]*\.conf$/.test(path));
      const wrapped = main
        ? {
            ...files,
            'supervisord.conf': (files[main] ?? '').replace('files=conf.d/', 'files=supervisor/conf.d/'),
          }
        : { ...files, 'supervisord.conf': `[supervisord]\n[include]\nfiles=${fragments.join(' ')}\n` };
      const verdict = await oracle.ask<{ ok: boolean; error?: string }>({
        ask: 'load',
        files: wrapped,
        environment: {},
        node: 'shop',
        lenient: true,
      });
      expect(verdict).toMatchObject({ ok: true });
    });
  });

  const nginx = nginxOracle(1);
  describe.skipIf(!nginx)('nginx takes them', () => {
    afterAll(() => nginx?.close());
    it.each(examples)('%s', async (name) => {
      if (!nginx) return;
      const { conf, files } = runnable(filesOf(name), nginx.folder);
      expect(await nginx.ask(conf, files)).toMatchObject({ ok: true });
    });
  });
});

describe('the analysis of the examples', () => {
  const open = async () => {
    const errors: string[] = [];
    const logger = { info: () => {}, error: (message: string) => void errors.push(message) };
    const service = createLanguageService({ host: createDiskHost(logger), logger });
    await service.workspace.setFolders([uriOfPath(root)]);
    const findings = [...service.findings(service.workspace.snapshot)].flatMap(([uri, list]) =>
      list.map((finding) => ({ ...finding, example: relativePath(uriOfPath(root), uri).split('/')[0] })),
    );
    return { deployments: service.deployments(service.workspace.snapshot), findings, errors };
  };

  it('finds one deployment in each folder, with all its files, and understands every program', async () => {
    const { deployments, errors } = await open();
    expect(errors).toEqual([]);
    expect(deployments.map((one) => relativePath(uriOfPath(root), one.root))).toEqual([...examples].sort());
    for (const deployment of deployments) {
      expect([deployment.root, deployment.closed]).toEqual([deployment.root, true]);
      const folder = relativePath(uriOfPath(root), deployment.root);
      const configurations = Object.keys(filesOf(folder)).filter((path) => !path.endsWith('.md'));
      expect(deployment.files.length).toBe(configurations.length);
    }
  });

  it('draws no error and no warning in the sound ones, and the mistakes of shop', async () => {
    const { findings } = await open();
    const loud = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(
      loud.filter(({ example }) => example !== 'shop').map(({ rule, message }) => `${rule}: ${message}`),
    ).toEqual([]);
    const rules = new Set(loud.map(({ rule }) => rule));
    for (const rule of [
      'gunicorn/max-requests-without-jitter',
      'supervisor/daemonizing-command',
      'xfile/db-connections',
      'xfile/read-timeout-below-worker-timeout',
      'supervisor/stopwaitsecs-below-graceful-timeout',
      'xfile/leading-zero-mismatch',
      'xfile/numprocs-vs-upstream-count',
      'xfile/total-workers-vs-cores',
    ])
      expect(rules).toContain(rule);
  });

  it('counts what its README says', async () => {
    const { deployments } = await open();
    const of = (name: string) =>
      deployments.find(({ root: folder }) => folder.endsWith(`/${name}`))?.capacity;
    expect(of('shop-fixed')).toMatchObject({ instances: 4, processes: 17 });
    expect(of('shop')).toMatchObject({ processes: 53 });
    expect(of('async-chat')).toMatchObject({ instances: 4, workersPerCore: 1, simultaneousRequests: null });
    expect(of('ports')).toMatchObject({ simultaneousRequests: 2000 });
  });
});
