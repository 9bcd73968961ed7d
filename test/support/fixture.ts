import { type ExampleFile, parseExample, writeExample } from '../../server/src/rules/example.ts';

/** Files of a made-up machine: a fixture's `/etc/nginx/nginx.conf` is that path there. */
export interface Fixture {
  readonly files: readonly ExampleFile[];
  /** Where `<|>` stood; undefined without one. */
  readonly cursor: { readonly uri: string; readonly offset: number } | undefined;
}

/** The folder that holds every fixture file: the top of the made-up machine. */
export const topFolder = 'file://';

export const uriOf = (path: string): string => topFolder + path.split('/').map(encodeURIComponent).join('/');

export const pathOf = (uri: string): string => decodeURIComponent(uri.slice(topFolder.length));

const cursorSign = '<|>';

/**
 * Reads one literal: `-- /path --` before each file (a lone text becomes `alone`), `<|>` for the cursor, caret
 * lines for findings.
 */
export function readFixture(literal: string, alone = '/supervisord.conf'): Fixture {
  let cursor: Fixture['cursor'];
  const files = parseExample(literal, alone).map((file) => {
    const offset = file.text.indexOf(cursorSign);
    if (offset < 0) return file;
    if (cursor) throw new Error('A fixture has one cursor; this one has two.');
    cursor = { uri: uriOf(file.path), offset };
    return { ...file, text: file.text.replace(cursorSign, '') };
  });
  return { files, cursor };
}

/** The cursor of a fixture that must have one. */
export function cursorOf({ cursor }: Fixture): { readonly uri: string; readonly offset: number } {
  if (!cursor) throw new Error('This fixture needs a cursor: write <|> where it stands.');
  return cursor;
}

/** The fixture as one literal again, without caret lines and cursor. */
export const writeFixture = ({ files }: Pick<Fixture, 'files'>): string => writeExample(files);
