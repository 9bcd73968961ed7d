import type { TextFile } from '../base/file.ts';
import { memoOf, traced } from '../base/memo.ts';
import { pathOf } from '../base/uri.ts';
import type { Versions } from '../model/deployment.ts';
import { readGunicornFile } from '../model/gunicorn/read.ts';
import type { Assumptions, GunicornFile } from '../model/gunicorn/types.ts';
import { type Ask, type Question, sameFiles } from '../model/link-lookup.ts';
import type { ServerContext } from '../model/server/context.ts';
import { readServer } from '../model/server/read.ts';
import type { AppServer, Launch } from '../model/server/types.ts';
import type { Machine } from './profiles.ts';

const evaluated = memoOf<TextFile, GunicornFile>();

/** A gunicorn file under some assumptions; the same object for equal assumptions. */
function evaluate(file: TextFile, assumptions: Assumptions, versions: Versions): GunicornFile {
  const { cores, coresFrom, environment, directory, path } = assumptions;
  const variables = [...environment].map(([name, value]) => [
    name,
    value.known ? value.value : null,
    value.known,
  ]);
  const key = JSON.stringify([cores, coresFrom, variables, directory, path]);
  return evaluated(file, [key, versions.gunicorn], () =>
    readGunicornFile(file, assumptions, versions.gunicorn),
  );
}

const alone = memoOf<TextFile, GunicornFile>();

/** A gunicorn file on its own: nobody says how it is started. */
export const evaluatedAlone = (file: TextFile, machine: Machine): GunicornFile =>
  alone(file, [machine], () => {
    const { target, versions } = machine;
    const known = { cores: target.cores, coresFrom: target.from ?? '', directory: undefined };
    return evaluate(file, { ...known, environment: new Map(), path: pathOf(file.uri) }, versions);
  });

/** Reads servers of launches that one file describes. */
export type ServerReader = (launch: Launch) => AppServer | null;

const traces = traced<object, Question, readonly TextFile[], unknown>(sameFiles);

/**
 * What `compute` makes of the servers that `from` starts, remembered on `anchor` until a file that a launch names
 * is another one. `compute` must give the same for the same servers.
 */
export function withServers<Result>(
  anchor: object,
  from: TextFile,
  ask: Ask,
  machine: Machine,
  compute: (read: ServerReader) => Result,
): Result {
  return traces(anchor, [machine], ask, (tracedAsk) => {
    const context = contextOf(from, tracedAsk, machine);
    return compute((launch) => readServer(launch, context));
  }) as Result;
}

function contextOf(from: TextFile, ask: Ask, { target, versions }: Machine): ServerContext {
  const questions = new Map<string, Question>();
  return {
    file: (path, folder, as) => {
      const key = JSON.stringify([path, folder, as]);
      const question = questions.get(key) ?? questionOf(path, folder, as, from);
      questions.set(key, question);
      return ask(question)[0];
    },
    evaluate: (file, assumptions) => evaluate(file, assumptions, versions),
    cores: target.cores,
    coresFrom: target.from ?? '',
    versions,
  };
}

/**
 * A relative path starts where the process does. When nobody says where that is, the file that ends so is taken,
 * as if it started at the top.
 */
function questionOf(
  path: string,
  folder: string | undefined,
  as: 'gunicorn' | 'context',
  from: TextFile,
): Question {
  const question = { kind: 'path', path, from, folder: folder ?? '/', as } as const;
  return path === './gunicorn.conf.py' ? { ...question, custom: true } : question;
}
