import type { Place } from '../../base/span.ts';
import { addressKey } from '../address.ts';
import type { Deployment, Program } from '../deployment.ts';
import type { SupervisorConfig } from '../supervisor/types.ts';
import { type Mention, mention } from './mention.ts';

/** Programs, groups and users of supervisord, and what its programs bind and read. */
export function* supervisorMentions({ supervisor, programs }: Deployment): Iterable<Mention> {
  for (const config of supervisor) yield* configMentions(config);
  for (const program of programs) yield* programMentions(program);
}

function* configMentions({ sections, programs, groups }: SupervisorConfig): Iterable<Mention> {
  for (const { name, section } of programs) {
    for (const header of section.headers) {
      const at = nameIn(header, section.name, name);
      if (at) yield mention('program', 'definition', name, at);
    }
  }
  for (const group of groups.filter(({ explicit }) => explicit)) {
    const at = nameIn(group.place, `group:${group.name}`, group.name);
    if (at) yield mention('group', 'definition', group.name, at);
    for (const { name, place } of group.programs) yield mention('program', 'use', name, place);
  }
  for (const { options } of sections) {
    const user = options.get('user');
    const name = user?.raw.text.trim();
    if (user && name && /^[\w.-]+$/.test(name)) yield mention('user', 'use', name, user.valuePlace);
  }
}

/** Where a name stands in its header; undefined where the header is written otherwise (`[program: web]`). */
function nameIn({ uri, span }: Place, section: string, name: string): Place | undefined {
  const isWhole = span.end - span.start === section.length + 2;
  const end = isWhole ? span.end - 1 : span.end;
  return end - span.start >= name.length ? { uri, span: { start: end - name.length, end } } : undefined;
}

function* programMentions({ instances }: Program): Iterable<Mention> {
  for (const { server } of instances) {
    if (!server) continue;
    if (server.binds.known)
      for (const { address, place } of server.binds.value)
        if (address && place) yield mention('address', 'definition', addressKey(address), place);
    const { configPath } = server;
    if (configPath?.place && configPath.file) {
      yield mention('file', 'use', configPath.file.uri, configPath.place);
      yield mention('file', 'definition', configPath.file.uri, startOf(configPath.file.uri));
    }
  }
}

const startOf = (uri: string): Place => ({ uri, span: { start: 0, end: 0 } });
