import type { TextFile } from '../../base/file.ts';
import { type Place, sliceOf } from '../../base/span.ts';
import { count } from '../../levels/words.ts';
import { type Address, addressKey } from '../../model/address.ts';
import type { Program } from '../../model/deployment.ts';
import type { Question } from '../shared/question.ts';
import { cut, firstAndLast, type InlayHint } from './hint.ts';

/** The names and addresses of all instances of a program, behind the words of supervisord.conf that expand to them. */
export function instanceHints({ deployments, file }: Question): readonly InlayHint[] {
  const seen = new Set<number>();
  return deployments
    .flatMap(({ programs }) => programs)
    .flatMap((program) => [...nameHints(program, file), ...addressHints(program, file)])
    .filter(({ offset }) => !seen.has(offset) && seen.add(offset));
}

/** Behind `process_name`; one instance needs none, since its name is easily told. */
function nameHints({ config, instances }: Program, file: TextFile): readonly InlayHint[] {
  const option = config?.section.options.get('process_name');
  const names = instances.map(({ name }) => name);
  if (option?.valuePlace.uri !== file.uri || names.length < 2 || !option.raw.text.includes('%(')) return [];
  const offset = option.valuePlace.span.end;
  return [{ kind: 'instances', offset, text: cut(firstAndLast(names)), tooltip: tooltipOf(names) }];
}

const tooltipOf = (texts: readonly string[]): string =>
  `${count(texts.length, 'instance')}: ${[...new Set(texts)].join(', ')}`;

function addressHints({ instances }: Program, file: TextFile): readonly InlayHint[] {
  const byPlace = new Map<number, { readonly place: Place; readonly addresses: Address[] }>();
  for (const { server } of instances) {
    for (const { place, address } of server?.binds.known ? server.binds.value : []) {
      if (!address || place?.uri !== file.uri || !sliceOf(file.text, place.span).includes('%(')) continue;
      const group = byPlace.get(place.span.start) ?? { place, addresses: [] };
      group.addresses.push(address);
      byPlace.set(place.span.start, group);
    }
  }
  return [...byPlace.values()].map(({ place, addresses }) => ({
    kind: 'instances',
    offset: place.span.end,
    text: cut(firstAndLast(addresses.map(shortName))),
    tooltip: tooltipOf(addresses.map(addressKey)),
  }));
}

const shortName = (address: Address): string =>
  address.kind === 'tcp'
    ? String(address.port)
    : address.kind === 'unix'
      ? address.path.slice(address.path.lastIndexOf('/') + 1)
      : addressKey(address);
