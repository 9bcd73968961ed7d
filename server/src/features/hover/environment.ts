import { touches } from '../../base/span.ts';
import { serverVariable } from '../../catalog/servers.ts';
import { type KeyValuePair, readPairs } from '../../syntax/shell/pairs.ts';
import { mappedValueOf } from '../../syntax/supervisor/at.ts';
import type { OptionNode } from '../../syntax/supervisor/tree.ts';
import { flagCard } from '../shared/cards/server.ts';
import { code } from '../shared/markdown.ts';
import { type SectionReading, serversOf } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { valuesText } from '../shared/value.ts';
import { type HoverParts, titleOf } from './parts.ts';

/** A variable of `environment=`: what each process gets, and what the server makes of it. */
export function environmentKeyHover(
  { file, offset }: Question,
  option: OptionNode,
  reading: SectionReading | undefined,
): HoverParts | undefined {
  if (option.name !== 'environment') return undefined;
  const { pairs } = readPairs(mappedValueOf(option, file.uri), 'classic');
  const pair = pairs.find(({ key }) => key.place && touches(key.place.span, offset));
  if (!pair?.key.place) return undefined;
  return {
    span: pair.key.place.span,
    title: titleOf(code(pair.key.text), givenValue(pair, reading)),
    notes: ['A variable that supervisord sets for the process.', ...ownNotes(pair.key.text)],
    card: cardOf(pair.key.text, reading),
    scaling: undefined,
  };
}

/** As the processes get it, expanded; as it is written where that is not known. */
function givenValue({ key, value }: KeyValuePair, reading: SectionReading | undefined): string {
  const instances = reading?.program?.instances ?? [];
  const values = instances.flatMap(({ process }) => process?.environment.get(key.text) ?? []);
  return (values.some(({ known }) => known) ? valuesText(values) : undefined) ?? code(value.text);
}

/** The option of the server that the variable sets; undefined where it sets none. */
function cardOf(name: string, reading: SectionReading | undefined) {
  const servers = reading?.program ? serversOf(reading.program) : [];
  const option = servers.map(({ kind }) => serverVariable(kind, name)).find((one) => one !== undefined);
  return option && flagCard(option);
}

const ownNotes = (name: string): readonly string[] =>
  name === 'GUNICORN_CMD_ARGS'
    ? ['gunicorn reads flags from it, after its configuration file and before the command line.']
    : name === 'PATH' || name === 'PYTHONPATH'
      ? ['It replaces the one of supervisord; nothing is added to it.']
      : [];
