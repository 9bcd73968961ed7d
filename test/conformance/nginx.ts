import { readFileSync } from 'node:fs';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import type { NginxConfig } from '../../server/src/model/nginx/types.ts';
import type { Problem } from '../../server/src/model/problem.ts';
import {
  askDisk,
  type CorpusVerdict,
  corpusVerdicts,
  fileAt,
  reasonNotText,
  shared,
  sharedIsHere,
  takeMessage,
} from './nginx-corpus.ts';
import { type FuzzSource, fuzzNginx } from './nginx-fuzz.ts';
import type { ConformanceRow } from './row.ts';

/** One configuration on which we and nginx differ. */
export interface NginxDifference {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
}

/** A row of the table with what differs. */
export interface NginxRow {
  readonly source: string;
  readonly version: string;
  readonly cases: number;
  readonly agreed: number;
  readonly differing: readonly NginxDifference[];
  /** Cases that the text alone does not decide. */
  readonly unknown: number;
}

interface Case {
  readonly conf: string;
  readonly 'v1.22.1': CaseVerdict;
  readonly 'v1.31.4': CaseVerdict;
}

interface CaseVerdict {
  readonly ok: boolean;
  readonly messages: readonly { readonly level: string; readonly text: string }[];
}

/** Recorded cases that the machine decides, with the reason. */
export const machineCases: Readonly<Record<string, string>> = {
  'proxy_pass host unresolvable': 'whether a name resolves, the machine knows',
  'ssl cert missing': 'whether a certificate is there, the machine knows',
};

/** How often we and nginx say the same of the recorded cases and of the corpus; empty without them. */
export function recordedRows(): readonly NginxRow[] {
  if (!sharedIsHere()) return [];
  return [caseRow('1.22.1'), caseRow('1.31.4'), acceptedRow(), refusedRow()];
}

const firstRefusal = ({ problems }: NginxConfig): Problem | undefined =>
  problems.find(({ refusedBy }) => refusedBy === 'nginx');

function caseRow(version: '1.22.1' | '1.31.4'): NginxRow {
  const text = readFileSync(`${shared}/cases/nginx-cases.json`, 'utf8');
  const cases = Object.entries(JSON.parse(text) as Readonly<Record<string, Case>>);
  const decided = cases.filter(([name]) => machineCases[name] === undefined);
  const differing = decided.flatMap(([name, recorded]) => {
    const main = { uri: 'file:///case/nginx.conf', text: recorded.conf, kind: 'nginx' as const };
    const first = firstRefusal(loadNginx(main, () => [], { version }));
    const where = first?.data?.line === undefined ? '' : ` in nginx.conf:${first.data.line}`;
    const ours = first ? `${first.data?.said}${where}` : 'accepted';
    const theirs =
      recorded[`v${version}`].messages.find(({ level }) => level === 'emerg')?.text ?? 'accepted';
    return ours === theirs ? [] : [{ name, ours, theirs }];
  });
  return rowOf('nginx cases', version, decided.length, differing, cases.length - decided.length);
}

const rowOf = (
  source: string,
  version: string,
  cases: number,
  differing: readonly NginxDifference[],
  unknown = 0,
): NginxRow => ({ source, version, cases, agreed: cases - differing.length, differing, unknown });

function load({ file }: CorpusVerdict): NginxConfig | undefined {
  const main = fileAt(`${shared}/corpus/${file}`);
  return main && loadNginx(main, askDisk, { version: '1.22.1' });
}

/** Files that nginx accepts once the machine has what they name: none may be refused. */
function acceptedRow(): NginxRow {
  const accepted = corpusVerdicts().filter(({ lenient_category }) => lenient_category === 'ok');
  const differing = accepted.flatMap((verdict) => {
    const config = load(verdict);
    const first = config && firstRefusal(config);
    return first ? [{ name: verdict.file, ours: first.message, theirs: 'accepted' }] : [];
  });
  return rowOf('corpus, files nginx accepts', '1.22.1', accepted.length, differing);
}

/** Files that nginx refuses for their text: the first refusal stands at the same line. */
function refusedRow(): NginxRow {
  const refused = corpusVerdicts().filter(({ lenient_category }) =>
    ['rejected', 'unknown-directive'].includes(lenient_category),
  );
  const loaded = refused.map((verdict) => ({ verdict, config: load(verdict) }));
  const decided = loaded.filter(
    ({ verdict, config }) => config && reasonNotText(verdict, config.root.context) === undefined,
  );
  const differing = decided.flatMap(({ verdict, config }) => {
    const first = config && firstRefusal(config);
    const { said, line } = takeMessage(verdict.lenient_message);
    const ours = first ? `${first.data?.said} at ${first.data?.line ?? ''}` : 'accepted';
    return first && (first.data?.line ?? '') === line
      ? []
      : [{ name: verdict.file, ours, theirs: `${said} at ${line}` }];
  });
  return rowOf(
    'corpus, files nginx refuses',
    '1.22.1',
    decided.length,
    differing,
    refused.length - decided.length,
  );
}

const fuzzSources: readonly FuzzSource[] = ['lexical', 'directives', 'mutations'];

/** All rows as `npm run conformance` shows them, with generated cases where nginx is installed. */
export async function conformNginx(): Promise<readonly ConformanceRow[]> {
  const rows: NginxRow[] = [...recordedRows()];
  for (const source of fuzzSources) {
    const result = await fuzzNginx(source, 300, 7);
    if (result) rows.push({ ...result, unknown: result.machine });
  }
  return rows.map(({ differing, version, source, cases, agreed, unknown }) => ({
    source,
    version: `nginx ${version}`,
    cases,
    agreed,
    differing: differing.length,
    unknown,
    details: differing.map(({ name, ours, theirs }) => `${name}: ours ${ours}, theirs ${theirs}`),
  }));
}
