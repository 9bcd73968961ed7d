import type { TextFile } from '../../server/src/base/file.ts';
import { known, type Value } from '../../server/src/base/known.ts';
import { readGunicornFile } from '../../server/src/model/gunicorn/read.ts';
import { showPython } from '../../server/src/model/gunicorn/show.ts';
import type { GunicornFile, PyValue } from '../../server/src/model/gunicorn/types.ts';

export interface Given {
  readonly cores?: number | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly version?: string;
}

/** A file as it is read in `/srv/shop`, on 4 cores unless the test says otherwise. */
export function readText(text: string, given: Given = {}): GunicornFile {
  const file: TextFile = { uri: 'file:///srv/shop/gunicorn.conf.py', text, kind: 'gunicorn' };
  const environment = new Map(
    Object.entries(given.environment ?? {}).map(([name, value]): [string, Value<string>] => [
      name,
      known(value, 'literal'),
    ]),
  );
  return readGunicornFile(
    file,
    {
      cores: 'cores' in given ? given.cores : 4,
      coresFrom: 'scaling-lens.ini',
      environment,
      directory: given.directory ?? '/srv/shop',
      path: '/srv/shop/gunicorn.conf.py',
    },
    given.version,
  );
}

/** A name after the last statement: Python's own text for the value, `?` and the reason where it is unknown. */
export function nameIn(file: GunicornFile, name: string): string | undefined {
  const assignment = file.settings.get(name) ?? file.others.get(name);
  return assignment && shown(assignment.value);
}

const shown = (value: Value<PyValue>): string =>
  value.known ? (showPython(value.value) ?? 'partly unknown') : `? ${value.why}`;

/** The value of `name` in a text. */
export const valueIn = (text: string, name: string, given: Given = {}): string | undefined =>
  nameIn(readText(text, given), name);
