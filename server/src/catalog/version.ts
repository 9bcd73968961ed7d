interface ParsedVersion {
  readonly parts: readonly number[];
  /** Below zero for a pre-release: the further from release, the lower. */
  readonly stage: number;
  readonly stageNumber: number;
}

const stages: Readonly<Record<string, number>> = {
  dev: -4,
  a: -3,
  alpha: -3,
  b: -2,
  beta: -2,
  c: -1,
  rc: -1,
};

const parsed = new Map<string, ParsedVersion | undefined>();

/** Versions are few and asked for often; the limit only bounds what an odd host may pass in. */
function parseVersion(text: string): ParsedVersion | undefined {
  if (parsed.has(text)) return parsed.get(text);
  const version = parseAnew(text);
  if (parsed.size < 500) parsed.set(text, version);
  return version;
}

/** Undefined when the text does not begin with a number (a leading `v` is dropped; `1.22.1-9+deb12u1` is 1.22.1). */
function parseAnew(text: string): ParsedVersion | undefined {
  const numbers = /^v?(\d{1,9}(?:\.\d{1,9}){0,5})/.exec(text.trim());
  if (!numbers?.[1]) return undefined;
  const rest = text.trim().slice(numbers[0].length);
  const stage = /^[.\-_]?(dev|alpha|beta|rc|a|b|c)[.\-_]?(\d{0,9})(?![a-z])/i.exec(rest);
  return {
    parts: numbers[1].split('.').map(Number),
    stage: stages[stage?.[1]?.toLowerCase() ?? ''] ?? 0,
    stageNumber: Number(stage?.[2] ?? 0),
  };
}

/**
 * Below, at or above zero as `a` is older than, equal to or newer than `b`; missing parts count as 0, and
 * `4.4.0.dev0`, `3.0a7`, `25.0.0rc1` come before their release. Undefined when one of them is no version.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (!left || !right) return undefined;
  return compareParsed(left, right);
}

function compareParsed(left: ParsedVersion, right: ParsedVersion): number {
  const length = Math.max(left.parts.length, right.parts.length);
  for (let i = 0; i < length; i++) {
    const difference = (left.parts[i] ?? 0) - (right.parts[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.stage - right.stage || left.stageNumber - right.stageNumber;
}

/**
 * True when `version` is `minimum` or newer, false when it is older. Undefined when the version is not given, is no
 * version, or is too coarse to tell: `1.29` names a series, of which some releases are below 1.29.7 and some not.
 */
export function atLeast(version: string | undefined, minimum: string): boolean | undefined {
  const given = version === undefined ? undefined : parseVersion(version);
  const least = parseVersion(minimum);
  if (!given || !least) return undefined;
  if (isSeriesOf(given, least)) return undefined;
  return compareParsed(given, least) >= 0;
}

/** True for a version with fewer parts that agree, where the further parts of the other are not all 0. */
const isSeriesOf = (series: ParsedVersion, full: ParsedVersion): boolean =>
  series.stage === 0 &&
  series.parts.length < full.parts.length &&
  series.parts.every((part, i) => part === full.parts[i]) &&
  full.parts.slice(series.parts.length).some((part) => part !== 0);
