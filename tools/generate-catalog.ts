/**
 * Writes the catalogue's data modules from a folder of measured facts:
 *
 *     npx tsx tools/generate-catalog.ts [FACTS_FOLDER]        (default: ../shared/facts)
 *
 * Only names, numbers, enumerations and versions are taken over. The same facts give the same bytes.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunicornModule } from './catalog/gunicorn.ts';
import { nginxModule, nginxOtherModule } from './catalog/nginx.ts';
import { serversModule } from './catalog/servers.ts';
import { supervisorModule } from './catalog/supervisor.ts';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The folder that the data modules are in. */
export const dataFolder = join(repository, 'server/src/catalog/data');

/** The folder that facts are read from when none is named. It exists only next to some checkouts. */
export const defaultFacts = join(repository, '../shared/facts');

/** The data modules by file name, made from the facts in `folder`. Throws when a fact has a form not known here. */
export function generateCatalog(folder: string): ReadonlyMap<string, string> {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  return new Map([
    ['supervisor.ts', supervisorModule(read('supervisor-options.json'))],
    ['gunicorn.ts', gunicornModule(read('gunicorn-settings.json'))],
    ['nginx.ts', nginxModule(read('nginx-directives.json'))],
    ['nginx-other.ts', nginxOtherModule(read('nginx-directives.json'))],
    ['servers.ts', serversModule(read('app-servers.json'))],
  ]);
}

function main(folder: string): void {
  if (!existsSync(folder)) {
    console.error(`No facts in ${folder}: name their folder as the first argument.`);
    process.exitCode = 2;
    return;
  }
  mkdirSync(dataFolder, { recursive: true });
  for (const [name, text] of generateCatalog(folder)) {
    writeFileSync(join(dataFolder, name), text);
    console.log(`${name}: ${text.length} characters`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(resolve(process.argv[2] ?? defaultFacts));
}
