import type { TextFile } from '../../../server/src/base/file.ts';
import { memo } from '../../../server/src/base/memo.ts';
import type { Finding, Severity } from '../../../server/src/model/finding.ts';
import {
  createLanguageService,
  type LanguageService,
  type ServiceParts,
} from '../../../server/src/service.ts';
import type { Snapshot } from '../../../server/src/workspace/snapshot.ts';

/**
 * The real workspace with findings that a test writes into its texts, so that the protocol is tested apart from what
 * the rules say: `#error`, `#warning` … is a finding with a safe fix that writes `#fixed`; `#cross` appears only while
 * another file holds `#crossed`, and names that place; `#throws` makes the analysis throw.
 */
export function createWordService(parts: ServiceParts): LanguageService {
  return {
    ...createLanguageService(parts),
    deployments: () => [],
    findings: (snapshot) => {
      const lists = [...snapshot.files.values()].map(
        (file) => [file.uri, findingsOf(file, snapshot)] as const,
      );
      return new Map(lists.filter(([, list]) => list.length > 0));
    },
  };
}

function findingsOf(file: TextFile, snapshot: Snapshot): readonly Finding[] {
  if (file.text.includes('#throws')) throw new Error('a rule threw');
  const other = [...snapshot.files.values()].find((one) => one !== file && one.text.includes('#crossed'));
  return other && file.text.includes('#cross\n') ? [...wordsOf(file), crossing(file, other)] : wordsOf(file);
}

const wordsOf = memo((file: TextFile): readonly Finding[] =>
  [...file.text.matchAll(/#(error|warning|information|hint)\b/g)].map((match) =>
    finding(file, match[1] as Severity, match.index, match[0].length),
  ),
);

function finding(file: TextFile, severity: Severity, start: number, length: number): Finding {
  const place = { uri: file.uri, span: { start, end: start + length } };
  return {
    rule: `test/${severity}`,
    severity,
    confidence: 'high',
    message: `An ${severity} stands here.`,
    refusedBy: null,
    place,
    related: [],
    fixes: [
      { title: 'Write #fixed', safe: severity === 'error', edits: [{ ...place, newText: '#fixed' }] },
      { title: 'Remove it', safe: false, edits: [{ ...place, newText: '' }] },
    ],
    tag: 'unnecessary',
  };
}

function crossing(file: TextFile, other: TextFile): Finding {
  const at = other.text.indexOf('#crossed');
  const start = file.text.indexOf('#cross\n');
  return {
    ...finding(file, 'error', start, '#cross'.length),
    related: [
      { place: { uri: other.uri, span: { start: at, end: at + 8 } }, message: 'It is crossed here.' },
    ],
    fixes: [],
  };
}
