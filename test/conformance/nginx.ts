import { readFileSync } from 'node:fs';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import type { NginxConfig } from '../../server/src/model/nginx/types.ts';
import type { Problem } from '../../server/src/model/problem.ts';
import {
  askDisk,
  type CorpusVerdict,
  corpusVerdicts,
  fileAt,
  type Judgement,
  judgementOf,
  shared,
  sharedIsHere,
  takeMessage,
} from './nginx-corpus.ts';
import { fuzzNginx, fuzzSources } from './nginx-fuzz.ts';
import { releaseRows } from './nginx-releases.ts';
import { nginxTable } from './nginx-table.ts';
import { type ConformanceRow, type Difference, type MeasuredRow, rowOf } from './row.ts';

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
export function recordedRows(): readonly MeasuredRow[] {
  if (!sharedIsHere()) return [];
  return [caseRow('1.22.1'), caseRow('1.31.4'), acceptedRow(), refusedRow()];
}

const firstRefusal = ({ problems }: NginxConfig): Problem | undefined =>
  problems.find(({ refusedBy }) => refusedBy === 'nginx');

function caseRow(version: '1.22.1' | '1.31.4'): MeasuredRow {
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
  const unknown = cases.flatMap(([name]) => {
    const why = machineCases[name];
    return why === undefined ? [] : [{ name, ours: why, theirs: 'a refusal' }];
  });
  return measured('nginx cases', version, cases.length, differing, unknown);
}

const measured = (
  source: string,
  version: string,
  cases: number,
  differing: readonly Difference[],
  unknown: readonly Difference[] = [],
): MeasuredRow => ({
  source,
  version: `nginx ${version}`,
  cases,
  agreed: cases - differing.length - unknown.length,
  differing,
  unknown,
});

function load({ file }: CorpusVerdict): NginxConfig | undefined {
  const main = fileAt(`${shared}/corpus/${file}`);
  return main && loadNginx(main, askDisk, { version: '1.22.1' });
}

/** Files that nginx accepts once the machine has what they name: none may be refused. */
function acceptedRow(): MeasuredRow {
  const accepted = corpusVerdicts().filter(({ lenient_category }) => lenient_category === 'ok');
  const differing = accepted.flatMap((verdict) => {
    const config = load(verdict);
    const first = config && firstRefusal(config);
    return first ? [{ name: verdict.file, ours: first.message, theirs: 'accepted' }] : [];
  });
  return measured('nginx corpus, files it accepts', '1.22.1', accepted.length, differing);
}

/** Files that nginx refuses for their text: the refusal stands at the same line. */
function refusedRow(): MeasuredRow {
  const refused = corpusVerdicts().filter(({ lenient_category }) =>
    ['rejected', 'unknown-directive'].includes(lenient_category),
  );
  const outcomes = refused.map(compareRefusal);
  const of = (kind: 'differs' | 'open'): readonly Difference[] =>
    outcomes.flatMap((outcome) => (outcome?.kind === kind ? [outcome.difference] : []));
  return measured('nginx corpus, files it refuses', '1.22.1', refused.length, of('differs'), of('open'));
}

/** Our first refusal, without the one that the recording mended before nginx said what it says. */
function comparableRefusal(
  { fixes }: CorpusVerdict,
  judgement: Judgement,
  { problems }: NginxConfig,
): Problem | undefined {
  const isMended = fixes.includes('events') && !(judgement.kind === 'said' && judgement.said === noEvents);
  return problems.find(
    ({ refusedBy, data }) => refusedBy === 'nginx' && !(isMended && data?.said === noEvents),
  );
}

const noEvents = 'no "events" section in configuration';

/** Null where nginx's line is the one we report. */
function compareRefusal(verdict: CorpusVerdict) {
  const config = load(verdict);
  if (!config) return null;
  const judgement = judgementOf(verdict, config.root.context);
  const first = comparableRefusal(verdict, judgement, config);
  const ours = first ? `${first.data?.said} at ${first.data?.line ?? 'no line'}` : 'accepted';
  if (judgement.kind === 'open') {
    const difference = { name: verdict.file, ours, theirs: `${verdict.lenient_message}: ${judgement.why}` };
    const isSame = first && (first.data?.line ?? '') === takeMessage(verdict.lenient_message).line;
    return isSame ? null : { kind: 'open' as const, difference };
  }
  const { said, line } = judgement;
  if (first && (first.data?.line ?? '') === line) return null;
  const difference = { name: verdict.file, ours, theirs: `${said} at ${line || 'no line'}` };
  return { kind: 'differs' as const, difference };
}

/** All rows as `npm run conformance` shows them, with generated cases where nginx is installed. */
export async function conformNginx(): Promise<readonly ConformanceRow[]> {
  const rows: (MeasuredRow | undefined)[] = [...recordedRows(), ...releaseRows()];
  for (const source of fuzzSources) rows.push(await fuzzNginx(source));
  rows.push(await nginxTable());
  return rows.flatMap((row) => (row ? [rowOf(row)] : []));
}
