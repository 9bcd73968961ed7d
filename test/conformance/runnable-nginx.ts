import { posix } from 'node:path';
import type { NginxContext } from '../../server/src/model/nginx/types.ts';

/** Where a configuration is tried, and what takes the place of the machine it was written for. */
export interface World {
  /** The folder that stands for `/`. */
  readonly folder: string;
  /** Path of the main file on the made-up machine. */
  readonly main: string;
  /** All files of the made-up machine, by path without the first slash. */
  readonly texts: Readonly<Record<string, string>>;
  readonly certificate: string;
  readonly key: string;
}

/**
 * A configuration that this machine can test: it listens on high ports of the loopback, writes nothing outside the
 * folder, needs no users, certificates or names. What it says of balancing stays as it is.
 */
export function mended(text: string, world: World): string {
  const upstreams = new Set(Object.values(world.texts).flatMap(upstreamNames));
  return text
    .replace(/^(\s*)(?:user|pid)\s[^;{}]*;/gm, '$1')
    .replace(/\berror_log\s[^;{}]*;/g, 'error_log stderr;')
    .replace(/\baccess_log\s[^;{}]*;/g, 'access_log off;')
    .replace(/\bssl_certificate\s[^;{}]*;/g, `ssl_certificate ${world.certificate};`)
    .replace(/\bssl_certificate_key\s[^;{}]*;/g, `ssl_certificate_key ${world.key};`)
    .replace(/\blisten\s+([^\s;]+)/g, (_, address: string) => `listen ${listenHere(address, world)}`)
    .replace(/\binclude\s+([^\s;]+)\s*;/g, (_, pattern: string) => `include ${includeHere(pattern, world)};`)
    .replace(/\b(\w+_pass\s+(?:\w+:\/\/)?)([A-Za-z][\w.-]*)/g, (whole, lead: string, host: string) =>
      upstreams.has(host) || host === 'unix' || host === 'localhost' || /^https?$/.test(host)
        ? whole
        : `${lead}127.0.0.1`,
    )
    .replace(/\b(server\s+)(?!unix:|localhost\b)([A-Za-z][\w.-]*)(?=[:\s;])(?!\s*\{)/g, '$1127.0.0.1');
}

const upstreamNames = (text: string): readonly string[] =>
  [...text.matchAll(/\bupstream\s+([^\s{]+)\s*\{/g)].map((match) => match[1] ?? '');

/** One high port for each address, the same for the same: every way of writing "all IPv4 addresses" is one. */
function listenHere(address: string, { folder }: World): string {
  if (address.startsWith('unix:')) return `unix:${folder}/listen.sock`;
  const key = address.replace(/^(?:\*|0\.0\.0\.0):/, '');
  let hash = 0;
  for (const unit of key) hash = (hash * 31 + unit.charCodeAt(0)) % 9973;
  return `127.0.0.1:${20_000 + hash}`;
}

/** Files of the made-up machine where it has them; else what Debian's nginx brings (`/etc/nginx/mime.types`). */
function includeHere(pattern: string, { folder, main, texts }: World): string {
  const path = posix.resolve(posix.dirname(main), pattern);
  const isHere = /[*?[]/.test(path) || path.slice(1) in texts;
  return isHere ? `${folder}${path}` : path;
}

/** A main file as it is, but for where it writes. */
export const quieted = (text: string, quiet: string): string =>
  text.replace(/\bhttp\s*\{/, (open) => `${open}\n${quiet}\n`);

/** A fragment as a whole configuration; undefined for a context that this nginx cannot test alone. */
export function asMain(text: string, context: NginxContext, quiet: string): string | undefined {
  const http = (body: string): string => `events {}\nhttp {\n${quiet}\n${body}\n}\n`;
  switch (context) {
    case 'main':
      return `events {}\n${quieted(text, quiet)}`;
    case 'http':
      return http(text);
    case 'http server':
      return http(`server { listen 127.0.0.1:20001;\n${text}\n}`);
    case 'http location':
      return http(`server { listen 127.0.0.1:20001; location / {\n${text}\n} }`);
    case 'http upstream':
      return http(`upstream alone {\n${text}\n}`);
    default:
      return undefined;
  }
}
