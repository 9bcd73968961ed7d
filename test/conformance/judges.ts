import { spawnSync } from 'node:child_process';
import { join, posix } from 'node:path';
import { ifKnown } from '../../server/src/base/known.ts';
import type { Deployment } from '../../server/src/model/deployment.ts';
import type { Judge } from '../../server/src/model/problem.ts';
import { nginxOracle, quietHttp } from '../../tools/oracle/nginx.ts';
import {
  type SupervisorOracle,
  startSupervisorOracle,
  supervisorInstalled,
} from '../../tools/oracle/supervisor-oracle.ts';
import { type Fixture, pathOf } from '../support/fixture.ts';
import { ask, gunicornVersion } from './gunicorn-oracle.ts';
import { asMain, mended, quieted } from './runnable-nginx.ts';
import { askUvicorn, uvicornVersion } from './uvicorn-oracle.ts';

/** Who is asked: those that rules name, and uvicorn, whose command lines are taken or not. */
export type Program = Judge | 'uvicorn';

/** What a real program says of one file of a fixture. */
export interface Verdict {
  readonly judge: Program;
  /** The main file it was given. */
  readonly path: string;
  readonly ok: boolean;
  /** The program's words without folders and numbers, so that two runs can be compared; empty when it is content. */
  readonly error: string;
}

/** The real programs that are installed here. */
export interface Judges {
  readonly present: readonly Program[];
  /** Every verdict on a fixture and the deployments it forms. */
  readonly verdicts: (fixture: Fixture, deployments: readonly Deployment[]) => Promise<readonly Verdict[]>;
  readonly close: () => void;
}

/** Starts what is installed; what is not is left out of `present`. */
export async function openJudges(): Promise<Judges> {
  const supervisor = supervisorInstalled() ? await startSupervisorOracle() : undefined;
  const nginx = nginxOracle(1);
  const certificate = nginx && stubCertificate(nginx.folder);
  const gunicorn = gunicornVersion() !== undefined;
  const uvicorn = uvicornVersion() !== undefined;
  return {
    present: [
      ...(supervisor ? ['supervisord' as const] : []),
      ...(nginx ? ['nginx' as const] : []),
      ...(gunicorn ? ['gunicorn' as const] : []),
      ...(uvicorn ? ['uvicorn' as const] : []),
    ],
    verdicts: async (fixture, deployments) => [
      ...(supervisor ? await supervisorVerdicts(supervisor, fixture, deployments) : []),
      ...(nginx && certificate ? await nginxVerdicts(nginx, certificate, fixture, deployments) : []),
      ...(gunicorn ? await gunicornVerdicts(fixture, deployments) : []),
      ...(uvicorn ? uvicornVerdicts(deployments) : []),
    ],
    close: () => {
      supervisor?.stop();
      nginx?.close();
    },
  };
}

/** Paths of a key pair that nginx takes, made for the occasion. */
function stubCertificate(folder: string): { readonly certificate: string; readonly key: string } {
  const [certificate, key] = [join(folder, 'stub.crt'), join(folder, 'stub.key')];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const run = spawnSync('openssl', [...request, '-subj', '/CN=stub', '-keyout', key, '-out', certificate]);
  if (run.status !== 0) throw new Error(`openssl made no certificate: ${run.stderr}`);
  return { certificate, key };
}

const textsOf = ({ files }: Fixture): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, text }) => [path.slice(1), text]));

const comparable = (text: string, folder: string): string =>
  text.replaceAll(folder, '').replace(/\d+/g, '0').trim();

async function supervisorVerdicts(
  oracle: SupervisorOracle,
  fixture: Fixture,
  deployments: readonly Deployment[],
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { main, fragment, problems } of deployments.flatMap(({ supervisor }) => supervisor)) {
    const path = pathOf(main.uri);
    const files = Object.fromEntries(
      Object.entries(textsOf(fixture)).map(([name, text]) => [name, includesBelow(text, oracle.folder)]),
    );
    const own = files[path.slice(1)] ?? '';
    const isWhole = problems.some(
      ({ code, refusedBy }) => refusedBy && code === 'supervisor/missing-supervisord-section',
    );
    if (fragment && !isWhole) files[path.slice(1)] = `[supervisord]\n${own}`;
    const answer = await oracle.ask<{ ok: boolean; error?: string }>({
      ask: 'load',
      files,
      main: path.slice(1),
      environment: environmentFor(Object.values(files).join('\n')),
      lenient: true,
    });
    verdicts.push({
      judge: 'supervisord',
      path,
      ok: answer.ok,
      error: comparable(answer.error ?? '', oracle.folder),
    });
  }
  return verdicts;
}

const includesBelow = (text: string, folder: string): string =>
  text.replace(/^files\s*[=:].*$/gm, (line) => line.replace(/(?<=[\s=:])\//g, `${folder}/`));

/** Every variable that a text expands, with a value that fits numbers and names. */
const environmentFor = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/%\(ENV_(\w+)\)/g)].map((match) => [match[1] ?? '', '1']));

async function nginxVerdicts(
  oracle: NonNullable<ReturnType<typeof nginxOracle>>,
  certificate: { readonly certificate: string; readonly key: string },
  fixture: Fixture,
  deployments: readonly Deployment[],
): Promise<readonly Verdict[]> {
  const slot = join(oracle.folder, '0');
  const quiet = quietHttp(slot);
  const verdicts: Verdict[] = [];
  for (const config of deployments.flatMap(({ nginx }) => nginx)) {
    const path = pathOf(config.main.uri);
    const texts = textsOf(fixture);
    const world = { folder: slot, main: path, texts, ...certificate };
    const files = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, mended(text, world)]),
    );
    const own = files[path.slice(1)] ?? '';
    const main = config.fragment ? asMain(own, config.root.context, quiet) : quieted(own, quiet);
    if (main === undefined) continue;
    const { ok, messages } = await oracle.ask(main, files);
    const error = messages.filter(({ level }) => level === 'emerg').map(({ text }) => text);
    verdicts.push({ judge: 'nginx', path, ok, error: comparable(error.join('\n'), slot) });
  }
  return verdicts;
}

async function gunicornVerdicts(
  fixture: Fixture,
  deployments: readonly Deployment[],
): Promise<readonly Verdict[]> {
  const files = textsOf(fixture);
  const alone = deployments.flatMap(({ gunicorn }) => gunicorn.map(({ file }) => pathOf(file.uri)));
  const launches = deployments.flatMap((deployment) => launchesOf(deployment, 'gunicorn'));
  const cases = [
    ...alone.map((path) => ({ path, args: ['-c', path.slice(1), 'm:app'] })),
    ...launches.map(({ path, args, folder }) => ({
      path,
      args: args.map((word) => argumentHere(word, folder, files)),
    })),
  ];
  if (cases.length === 0) return [];
  const answers = await ask(cases.map(({ args }) => ({ op: 'load' as const, files, args, cpus: 2 })));
  return answers.map((answer, i) => {
    const error = answer.error ?? answer.address_error ?? answer.oracle ?? '';
    return {
      judge: 'gunicorn' as const,
      path: cases[i]?.path ?? '',
      ok: error === '',
      error: comparable(error, ''),
    };
  });
}

function uvicornVerdicts(deployments: readonly Deployment[]): readonly Verdict[] {
  const launches = deployments.flatMap((deployment) => launchesOf(deployment, 'uvicorn'));
  if (launches.length === 0) return [];
  const answers = askUvicorn(launches.map(({ args }) => args.map((word) => argumentHere(word, '', {}))));
  return answers.map(({ ok, error = '' }, i) => ({
    judge: 'uvicorn' as const,
    path: launches[i]?.path ?? '',
    ok,
    error: comparable(error, ''),
  }));
}

/** Every server of a kind that a program starts, by its own words. */
const launchesOf = ({ programs }: Deployment, kind: 'gunicorn' | 'uvicorn') =>
  programs.flatMap(({ instances }) =>
    instances.flatMap(({ name, server, launch }) =>
      server?.kind === kind && server.words.length > 0
        ? [
            {
              path: name,
              args: server.words.slice(1).map(({ text }) => text),
              folder: ifKnown(launch.directory) ?? '',
            },
          ]
        : [],
    ),
  );

/**
 * A word as it can be asked here: a path that means a fixture file, below the folder where gunicorn is asked; a
 * variable of supervisord's environment as the value that fits numbers and names.
 */
function argumentHere(word: string, folder: string, files: Readonly<Record<string, string>>): string {
  const text = word.replace(/%\(ENV_\w+\)s/g, '1');
  const path = posix.join(text.startsWith('/') ? '/' : folder, text).replace(/^\//, '');
  return path in files ? path : text;
}
