import type { Finding, Severity } from '../../model/finding.ts';
import type { Analysis } from '../../rules/run.ts';
import { oneOf, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { applySafeFixes, diffOf } from '../fix.ts';
import type { Io } from '../io.ts';
import { type Loaded, load } from '../load.ts';
import { paintFor } from '../paint.ts';
import { type Report, reaches } from '../report.ts';
import { checkRules } from '../rule-names.ts';
import { usageError } from '../usage.ts';
import { writeChanges } from '../write.ts';

const formats = ['text', 'json', 'sarif', 'github'] as const;
const limits = ['error', 'warning', 'information', 'hint', 'never'] as const;

const options = {
  format: { type: 'string', default: 'text' },
  'fail-on': { type: 'string', default: 'warning' },
  rule: { type: 'string', multiple: true },
  target: { type: 'string' },
  config: { type: 'string' },
  fix: { type: 'boolean' },
  'fix-dry-run': { type: 'boolean' },
  'no-color': { type: 'boolean' },
  quiet: { type: 'boolean' },
  'stdin-filename': { type: 'string' },
} as const;

const help = `Usage: scaling-lens check [OPTIONS] [PATH…]

Checks files or folders (default: the current folder).

  --format text|json|sarif|github   how findings are printed (default: text)
  --fail-on error|warning|information|never
                                    exit 1 from this severity on (default: warning)
  --rule ID                         only this rule or group (nginx/*); may be repeated
  --target cores=8,memory=16GiB     the machine that will run it; comes before the profile
  --config FILE                     the profile (default: the nearest scaling-lens.ini)
  --fix                             apply the safe fixes
  --fix-dry-run                     print them as a unified diff and change nothing
  --stdin-filename PATH             check standard input as that file
  --quiet                           only what makes it fail
  --no-color                        no colours (NO_COLOR is respected, too)

Exit status: 0 nothing from --fail-on on, 1 something, 2 wrong call or unreadable path.
`;

/** What one call of `check` asks for. */
interface Asked {
  readonly format: (typeof formats)[number];
  readonly failOn: Severity | 'never';
  readonly rules: readonly string[] | undefined;
  readonly fix: 'no' | 'write' | 'print';
  readonly quiet: boolean;
  readonly noColor: boolean | undefined;
  readonly paths: readonly string[];
  readonly target: string | undefined;
  readonly config: string | undefined;
  readonly stdinName: string | undefined;
}

export const check: Command = {
  summary: 'find what cannot work or will not scale',
  help,
  run: async (args, io) => {
    const asked = readAsked(args);
    const stdin = asked.stdinName === undefined ? undefined : { path: asked.stdinName, bytes: io.stdin() };
    const loaded = await load({ ...asked, stdin }, io);
    const find = (): Analysis => findingsOf(loaded, asked.rules, io);
    if (asked.fix !== 'no') {
      const before = find();
      const changes = await applySafeFixes(loaded, () => find().findings);
      if (asked.fix === 'print') {
        io.out(await diffOf(changes, loaded.shown));
        return statusOf(before.findings, asked);
      }
      writeChanges(changes, loaded.shown);
      for (const { uri } of changes) io.error(`scaling-lens: mended ${loaded.shown(uri)}\n`);
    }
    const analysis = find();
    await print(reportOf(loaded, analysis, asked), asked, io);
    return statusOf(analysis.findings, asked);
  },
};

function readAsked(args: readonly string[]): Asked {
  const { values, positionals } = readArguments('check', args, options);
  if (values.fix && values['fix-dry-run'])
    throw usageError('--fix and --fix-dry-run exclude each other', 'Choose one.');
  if (values.fix && values['stdin-filename'] !== undefined)
    throw usageError('--fix cannot write standard input', 'Use --fix-dry-run for a diff.');
  return {
    format: oneOf('format', values.format, formats),
    failOn: oneOf('fail-on', values['fail-on'], limits),
    rules: values.rule && checkRules(values.rule),
    fix: values.fix ? 'write' : values['fix-dry-run'] ? 'print' : 'no',
    quiet: values.quiet === true,
    noColor: values['no-color'],
    paths: positionals,
    target: values.target,
    config: values.config,
    stdinName: values['stdin-filename'],
  };
}

/** What the rules say of the files that were asked for. */
function findingsOf({ service, asked }: Loaded, rules: readonly string[] | undefined, io: Io): Analysis {
  const onError = (rule: string, error: unknown): void =>
    io.error(
      `scaling-lens: the rule ${rule} failed and was left out: ${error instanceof Error ? error.stack : error}\n`,
    );
  const { findings, suppressed } = service.analyse(
    service.workspace.snapshot,
    rules ? { only: rules, onError } : { onError },
  );
  return {
    findings: findings.filter(({ place }) => asked(place.uri)),
    suppressed: suppressed.filter(({ finding }) => asked(finding.place.uri)),
  };
}

function reportOf(loaded: Loaded, { findings, suppressed }: Analysis, asked: Asked): Report {
  const { workspace, deployments } = loaded.service;
  const files = [...workspace.snapshot.files.values()].filter((file) => loaded.asked(file.uri));
  const kept = asked.quiet ? findings.filter((finding) => reaches(finding.severity, asked.failOn)) : findings;
  return {
    findings: kept,
    suppressed,
    files: files.filter(({ kind }) => kind !== 'context').length,
    deployments: deployments(workspace.snapshot).filter((one) =>
      one.files.some(({ uri }) => loaded.asked(uri)),
    ).length,
    file: (uri) => workspace.file(uri),
    shown: loaded.shown,
  };
}

const statusOf = (findings: readonly Finding[], { failOn }: Asked): number =>
  findings.some(({ severity }) => reaches(severity, failOn)) ? 1 : 0;

async function print(report: Report, asked: Asked, io: Io): Promise<void> {
  switch (asked.format) {
    case 'json':
      return io.out((await import('../formats/json.ts')).jsonReport(report));
    case 'sarif':
      return io.out((await import('../formats/sarif.ts')).sarifReport(report));
    case 'github':
      return io.out((await import('../formats/github.ts')).githubReport(report));
    case 'text': {
      const { textFindings, textReport } = await import('../formats/text.ts');
      const write = asked.quiet ? textFindings : textReport;
      return io.out(write(report, paintFor(io, asked.noColor)));
    }
  }
}
