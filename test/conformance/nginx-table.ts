import { allDirectives, type NginxDirectiveInfo } from '../../server/src/catalog/nginx.ts';
import { allContexts, type DirectiveContext } from '../../server/src/catalog/nginx-mask.ts';
import { otherDirective } from '../../server/src/catalog/nginx-other.ts';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import { type NginxOracle, nginxOracle, quietHttp } from '../../tools/oracle/nginx.ts';
import type { Difference, MeasuredRow } from './row.ts';
import { runs, sample, usualRuns } from './runs.ts';

/** One directive with so many words in one block. */
interface Trial {
  readonly name: string;
  readonly context: DirectiveContext;
  readonly count: number;
  readonly block: boolean;
}

/** What nginx's dispatcher says of a trial; `taken` whatever the directive itself says of its words. */
type Reception = 'unknown' | 'misplaced' | 'count' | 'no block' | 'taken';

/** One trial in so many is made, unless more runs are asked for than is usual. */
const share = 20;

/** Most words that are tried: one more than any table names. */
const most = 9;

/** The text around a directive in each context; the directive stands on a line of its own. */
const surroundings: Readonly<Record<DirectiveContext, (text: string) => string>> = {
  main: (text) => `${text}\nevents {}\nhttp { QUIET }`,
  events: (text) => `events {\n${text}\n}\nhttp { QUIET }`,
  http: (text) => inHttp(text),
  'http upstream': (text) => inHttp(`upstream u { server 127.0.0.1:1;\n${text}\n}`),
  'http server': (text) => inServer(text),
  'http location': (text) => inServer(`location / {\n${text}\n}`),
  'http if in server': (text) => inServer(`if ($host) {\n${text}\n}`),
  'http if in location': (text) => inServer(`location / { if ($host) {\n${text}\n} }`),
  'http limit_except': (text) => inServer(`location / { limit_except GET {\n${text}\n} }`),
  stream: (text) => inStream(text),
  'stream upstream': (text) => inStream(`upstream u { server 127.0.0.1:1;\n${text}\n}`),
  'stream server': (text) => inStream(`server {\n${text}\n}`),
  mail: (text) => inMail(text),
  'mail server': (text) => inMail(`server {\n${text}\n}`),
};

const inHttp = (text: string): string => `events {}\nhttp { QUIET\n${text}\n}`;
const inServer = (text: string): string => inHttp(`server { listen 127.0.0.1:18079;\n${text}\n}`);
const inStream = (text: string): string => `events {}\nstream {\n${text}\n}`;
const inMail = (text: string): string => `events {}\nmail {\n${text}\n}`;

const confOf = ({ name, context, count, block }: Trial): string =>
  `${surroundings[context](`${[name, ...Array.from({ length: count }, () => 'x')].join(' ')}${block ? ' {}' : ';'}`)}\n`;

/** Every directive in every block of its protocol, and every number of words where it may stand. */
function trials(): readonly Trial[] {
  return allDirectives().flatMap((info) => [...placesOf(info), ...countsOf(info)]);
}

const placesOf = (info: NginxDirectiveInfo): readonly Trial[] =>
  allContexts.map((context) => ({ ...trialOf(info), context, count: info.args.min }));

function countsOf(info: NginxDirectiveInfo): readonly Trial[] {
  const [context] = info.contexts;
  if (context === undefined || info.protocol === 'any') return [];
  return Array.from({ length: most + 1 }, (_, count) => ({ ...trialOf(info), context, count }));
}

const trialOf = ({ name, block }: NginxDirectiveInfo) => ({ name, block });

/** As `said` is worded by ngx_conf_handler. */
function receptionOf(said: string, name: string): Reception {
  if (said === `unknown directive "${name}"`) return 'unknown';
  if (said === `"${name}" directive is not allowed here`) return 'misplaced';
  if (said === `invalid number of arguments in "${name}" directive`) return 'count';
  return /is not terminated by|has no opening/.test(said) ? 'no block' : 'taken';
}

/** A trial with its configuration, and what both said. */
interface Compared {
  readonly trial: Trial;
  readonly ours: Reception;
  readonly theirs: Reception;
}

/**
 * Asks the installed nginx about every directive of the catalogue: where it may stand and how many words it takes.
 * What modules that this build lacks would say is unknown. Undefined without nginx; CI asks about one in `share`.
 */
export async function nginxTable(): Promise<MeasuredRow | undefined> {
  const oracle = nginxOracle(2);
  if (!oracle) return undefined;
  try {
    const loads = await loadable(oracle);
    const chosen = trials().filter(
      (trial, i) => isBuilt(trial, loads) && (runs > usualRuns || i % share === 0),
    );
    return rowFrom(oracle, await askAll(oracle, distinct(chosen), loads));
  } finally {
    oracle.close();
  }
}

/** False in blocks of a protocol that this build lacks. */
const isBuilt = ({ context }: Trial, loads: string): boolean =>
  ['stream', 'mail'].every((name) => !context.startsWith(name) || loads.includes(`ngx_${name}_module`));

const distinct = (all: readonly Trial[]): readonly Trial[] => [
  ...new Map(all.map((trial) => [JSON.stringify(trial), trial])).values(),
];

function rowFrom(oracle: NginxOracle, compared: readonly Compared[]): MeasuredRow {
  const of = (isKind: (one: Compared) => boolean): readonly Difference[] =>
    compared.filter(isKind).map(({ trial, ours, theirs }) => ({ name: nameOf(trial), ours, theirs }));
  const isAgreed = ({ ours, theirs }: Compared): boolean => ours === theirs;
  const isAbsent = (one: Compared): boolean => !isAgreed(one) && (one.theirs === 'unknown' || isForeign(one));
  return {
    source: 'nginx, every directive in every block',
    version: `nginx ${oracle.version}`,
    cases: compared.length,
    agreed: compared.filter(isAgreed).length,
    differing: of((one) => !isAgreed(one) && !isAbsent(one)),
    unknown: of(isAbsent),
    generated: sample,
  };
}

/** Taken by us because a module that nginx does not bring may have it in this block. */
const isForeign = ({ trial, ours }: Compared): boolean =>
  ours !== 'misplaced' && otherDirective(trial.name) !== undefined;

const nameOf = ({ name, context, count }: Trial): string => `${name} with ${count} words in ${context}`;

/** The lines that load the modules which stand beside nginx. */
async function loadable({ ask, modules }: NginxOracle): Promise<string> {
  const lines: string[] = [];
  for (const name of dynamic) {
    const line = `load_module ${modules}/ngx_${name}_module.so;`;
    if ((await ask(`${lines.join(' ')} ${line} events {}\n`)).ok) lines.push(line);
  }
  return lines.join(' ');
}

const dynamic = [
  'stream',
  'mail',
  'http_perl',
  'http_image_filter',
  'http_xslt_filter',
  'http_geoip',
  'stream_geoip',
];

async function askAll(
  oracle: NginxOracle,
  all: readonly Trial[],
  loads: string,
): Promise<readonly Compared[]> {
  const compared: Compared[] = [];
  let next = 0;
  const worker = async () => {
    for (let trial = all[next++]; trial; trial = all[next++])
      compared.push(await compare(oracle, trial, loads));
  };
  await Promise.all([worker(), worker()]);
  return compared;
}

async function compare(oracle: NginxOracle, trial: Trial, loads: string): Promise<Compared> {
  const conf = confOf(trial).replace('QUIET', quietHttp(oracle.folder));
  const { messages } = await oracle.ask(`${loads} ${conf}`);
  const theirs = messages.find(({ level }) => level === 'emerg')?.text ?? '';
  const main = { uri: 'file:///m/nginx.conf', text: conf, kind: 'nginx' as const };
  const { problems } = loadNginx(main, () => [], { version: oracle.version });
  const ours = problems.find(({ refusedBy }) => refusedBy === 'nginx')?.data?.said ?? '';
  return { trial, ours: receptionOf(ours, trial.name), theirs: receptionOf(theirs, trial.name) };
}
