/** Numbers from 0 to 1 that a seed decides: the same seed, the same run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What is typed by mistake, pasted, or put in by a template, of all three languages. */
const pieces = [
  ...[
    '{',
    '}',
    ';',
    '"',
    "'",
    '\\',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '#',
    '=',
    '[',
    ']',
    '(',
    ')',
    ':',
    '-',
    '*',
    '/',
  ],
  ...['%(', ')s', '%', '$', '${', '{{ x }}', '{% if x %}', '\0', '\u2028', '😀', 'é', '"""', 'f"', '0', '00'],
  ...['[program:a]\n', 'numprocs=99\n', 'command=', 'upstream a {', 'server 1;', 'include *;', 'include /'],
  ...['bind = ', 'def f():\n', 'unix:', 'http://', '1e9', '-1', 'environment=A="', 'numprocs_start='],
];

/** A text with one to four accidents: something cut, doubled, put in, torn off, or pasted from elsewhere. */
export function mutate(text: string, elsewhere: readonly string[], random: () => number): string {
  const int = (below: number): number => Math.floor(random() * below);
  let mutant = text;
  for (let left = 1 + int(4); left > 0; left--) {
    // The first offset is worth more tries than its length gives it.
    const start = random() < 0.1 ? 0 : int(mutant.length + 1);
    const end = Math.min(mutant.length, start + int(random() < 0.2 ? 400 : 12));
    const piece = pieces[int(pieces.length)] ?? '';
    const other = elsewhere[int(elsewhere.length)] ?? '';
    const from = int(other.length);
    const kinds = [
      '',
      piece,
      other.slice(from, from + int(200)),
      mutant.slice(start, end).repeat(2),
      piece + mutant.slice(start, end),
    ];
    const kind = int(kinds.length + 1);
    mutant = mutant.slice(0, start) + (kinds[kind] ?? '') + (kind < kinds.length ? mutant.slice(end) : '');
  }
  return mutant;
}
