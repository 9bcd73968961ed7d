import { readFileSync } from 'node:fs';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import { type NginxOracle, quietHttp } from '../../tools/oracle/nginx.ts';
import type { Difference, MeasuredRow } from './row.ts';

/** What stands in `http`, and what each release said: null where it took it. */
interface Recorded {
  readonly text: string;
  readonly said: Readonly<Record<string, string | null>>;
}

const path = new URL('./nginx-releases.json', import.meta.url);

/** Texts on which releases from 1.22 to 1.30 do not agree, or that came between. */
export const recordedTexts = (): readonly Recorded[] => JSON.parse(readFileSync(path, 'utf8'));

/** The releases that were asked. */
export const askedReleases: readonly string[] = Object.keys(recordedTexts()[0]?.said ?? {});

/** How often we and the recorded releases say the same of each text. */
export function releaseRows(): readonly MeasuredRow[] {
  return askedReleases.map((version) => {
    const results = recordedTexts().map(({ text, said }) => compare(text, version, said[version] ?? null));
    const differing = results.flatMap((result) => (result?.kind === 'differs' ? [result.difference] : []));
    const unknown = results.flatMap((result) => (result?.kind === 'unknown' ? [result.difference] : []));
    const agreed = results.length - differing.length - unknown.length;
    return {
      source: 'nginx, what releases changed',
      version: `nginx ${version}`,
      cases: results.length,
      agreed,
      differing,
      unknown,
    };
  });
}

/** Hosts and files of the machine. */
const machineWords = /^host not found|^open\(\)/;

function compare(text: string, version: string, theirs: string | null) {
  const main = { uri: 'file:///m/nginx.conf', text: confOf(text, ''), kind: 'nginx' as const };
  const { problems } = loadNginx(main, () => [], { version });
  const ours = problems.find(({ refusedBy }) => refusedBy === 'nginx')?.data?.said ?? null;
  if (ours === theirs) return undefined;
  const difference: Difference = { name: text, ours: ours ?? 'accepted', theirs: theirs ?? 'accepted' };
  return { kind: machineWords.test(theirs ?? '') ? ('unknown' as const) : ('differs' as const), difference };
}

const confOf = (text: string, quiet: string): string => `events {}\nhttp { ${quiet}\n${text}\n}\n`;

/** What the installed nginx says of a text, without the place that some messages hold. */
export async function askLive(oracle: NginxOracle, text: string): Promise<string | null> {
  const { ok, messages } = await oracle.ask(confOf(text, quietHttp(oracle.folder)));
  const said = messages.find(({ level }) => level === 'emerg')?.text ?? '';
  return ok ? null : said.replace(/ in \S+:\d+(?= to be in shared memory)/, '');
}
