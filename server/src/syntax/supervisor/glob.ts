/**
 * True for names that one segment of a pattern matches, as Python's glob has it: `*` (`**` as well), `?` and `[…]`
 * with `!` for a complement; a leading dot must be written. Braces mean themselves.
 */
export function segmentMatcher(segment: string): (name: string) => boolean {
  if (!/[*?[]/.test(segment)) return (name) => name === segment;
  const tokens = tokensOf(segment);
  const takesDot = segment.startsWith('.');
  return (name) => (takesDot || !name.startsWith('.')) && matches(tokens, [...name]);
}

type Token =
  | { readonly kind: 'any' }
  | { readonly kind: 'one'; readonly test: (character: string) => boolean };

function tokensOf(segment: string): readonly Token[] {
  const tokens: Token[] = [];
  const characters = [...segment];
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] ?? '';
    const close = character === '[' ? closeOf(characters, at) : -1;
    if (character === '*') {
      if (tokens[tokens.length - 1]?.kind !== 'any') tokens.push({ kind: 'any' });
    } else if (character === '?') tokens.push({ kind: 'one', test: () => true });
    else if (close !== -1) tokens.push({ kind: 'one', test: setOf(characters.slice(at + 1, close)) });
    else tokens.push({ kind: 'one', test: (other) => other === character });
    at = close === -1 ? at + 1 : close + 1;
  }
  return tokens;
}

/** The `]` of a set that starts at `at`: the first one after at least one character; -1 for a plain bracket. */
function closeOf(characters: readonly string[], at: number): number {
  const first = characters[at + 1] === '!' ? at + 2 : at + 1;
  return characters.indexOf(']', first + 1);
}

function setOf(body: readonly string[]): (character: string) => boolean {
  const negated = body[0] === '!';
  const members = negated ? body.slice(1) : body;
  const ranges: (readonly [string, string])[] = [];
  for (let i = 0; i < members.length; i++) {
    const from = members[i] ?? '';
    const to = members[i + 1] === '-' ? members[i + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) i += 2;
  }
  const inside = (character: string) => ranges.some(([from, to]) => from <= character && character <= to);
  return (character) => inside(character) !== negated;
}

/** Matches with one place to come back to, so that no pattern takes more than name times pattern steps. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const current = tokens[token];
    if (current?.kind === 'one' && current.test(name[at] ?? '')) {
      at++;
      token++;
    } else if (current?.kind === 'any') {
      star = token++;
      starAt = at;
    } else if (star !== -1) {
      token = star + 1;
      at = ++starAt;
    } else return false;
  }
  return tokens.slice(token).every(({ kind }) => kind === 'any');
}
