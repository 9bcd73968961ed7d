import { ifKnown, type Value } from '../../base/known.ts';
import { sourceOf } from '../../base/mapped-text.ts';
import { boolean, integer, isEvent, listOfStrings } from './convert.ts';
import { refuse } from './loader.ts';
import type { OptionNames } from './names.ts';
import { callableOf } from './plugins.ts';
import { expandOption, headerOf, optionIn, readOption, refuseValue, type SectionReader } from './read.ts';

/** Reads what an eventlistener has more than a program; its priority. */
export function readPool(reader: SectionReader, names: OptionNames): Value<number> {
  const priority = readOption<number>(reader, 'priority', names, integer, -1);
  readBufferSize(reader, names);
  readOption<string | null>(reader, 'result_handler', names, callableOf(reader), null);
  readEvents(reader, names);
  readRedirect(reader, names);
  return priority;
}

function readBufferSize(reader: SectionReader, names: OptionNames): void {
  const size = readOption<number>(reader, 'buffer_size', names, integer, 10);
  const place = optionIn(reader, 'buffer_size')?.option.valuePlace;
  if (!size.known || size.value >= 1 || !place) return;
  const reason = `[${reader.section.name}] section sets invalid buffer_size (${size.value})`;
  refuseValue(reader, 'buffer_size', reason, place);
}

function readEvents(reader: SectionReader, names: OptionNames): void {
  const { loader, section } = reader;
  const merged = optionIn(reader, 'events');
  const expanded = merged && expandOption(reader, merged, names);
  if (expanded ? expanded.kind === 'text' && expanded.text.text === '' : !loader.statements)
    refuse(
      loader,
      'supervisor/missing-option',
      `[${section.name}] section requires an "events" line`,
      headerOf(reader),
      {
        section: section.name,
        option: 'events',
      },
    );
  if (!merged || expanded?.kind !== 'text' || expanded.unknown.length > 0) return;
  for (const { text: name, start } of listOfStrings(expanded.text.text)) {
    if (isEvent(name)) continue;
    const place = sourceOf(expanded.text, start, start + name.length) ?? merged.option.valuePlace;
    const reason = `Unknown event type ${name.toUpperCase()} in [${section.name}] events`;
    refuseValue(reader, 'events', reason, place);
  }
}

/** The output of an eventlistener speaks a protocol, which stderr would disturb. */
function readRedirect(reader: SectionReader, names: OptionNames): void {
  const redirected = readOption<boolean>(reader, 'redirect_stderr', names, boolean, false);
  const place = optionIn(reader, 'redirect_stderr')?.option.valuePlace;
  if (ifKnown(redirected) !== true || !place) return;
  const reason =
    `[${reader.section.name}] section sets redirect_stderr=true but this is not allowed because it will ` +
    'interfere with the eventlistener protocol';
  refuseValue(reader, 'redirect_stderr', reason, place);
}
