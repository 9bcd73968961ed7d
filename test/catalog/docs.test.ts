import { describe, expect, test } from 'vitest';
import type { Doc } from '../../server/src/catalog/docs/doc.ts';
import {
  gunicornDefaultText,
  gunicornSettingDoc,
  workerClassDoc,
} from '../../server/src/catalog/docs/gunicorn.ts';
import { gunicornFurtherTexts } from '../../server/src/catalog/docs/gunicorn-further.ts';
import { gunicornServingTexts } from '../../server/src/catalog/docs/gunicorn-serving.ts';
import {
  balancingMethodDoc,
  nginxDirectiveDoc,
  nginxParameterDoc,
  nginxVariableText,
} from '../../server/src/catalog/docs/nginx.ts';
import { nginxDirectiveTexts } from '../../server/src/catalog/docs/nginx-directive-texts.ts';
import { nginxParameterTexts } from '../../server/src/catalog/docs/nginx-parameter-texts.ts';
import { serverOptionTexts } from '../../server/src/catalog/docs/server-options.ts';
import { serverOptionDoc } from '../../server/src/catalog/docs/servers.ts';
import {
  supervisorDefaultText,
  supervisorExpansionDoc,
  supervisorOptionDoc,
} from '../../server/src/catalog/docs/supervisor.ts';
import { supervisorDaemonTexts } from '../../server/src/catalog/docs/supervisor-daemon.ts';
import { supervisorProgramTexts } from '../../server/src/catalog/docs/supervisor-program.ts';
import { gunicornSetting, gunicornSettings, workerClasses } from '../../server/src/catalog/gunicorn.ts';
import { allDirectives, directivesNamed } from '../../server/src/catalog/nginx.ts';
import { balancingMethods } from '../../server/src/catalog/nginx-balancing.ts';
import { isBuiltInVariable } from '../../server/src/catalog/nginx-other.ts';
import { allNginxParameters } from '../../server/src/catalog/nginx-parameters.ts';
import { serverKinds, serverOptions } from '../../server/src/catalog/servers.ts';
import { optionsOf, sectionKinds, supervisorOption } from '../../server/src/catalog/supervisor.ts';
import { factsAreHere, readFacts, withFacts } from './facts.ts';

interface Named {
  readonly name: string;
  readonly doc: Doc | undefined;
}

const supervisorDocs: readonly Named[] = sectionKinds.flatMap((kind) =>
  optionsOf(kind).map(({ name }) => ({ name: `${kind}/${name}`, doc: supervisorOptionDoc(kind, name) })),
);

const expansionDocs: readonly Named[] = [
  ...new Set(sectionKinds.flatMap((kind) => optionsOf(kind)).flatMap(({ expansions }) => expansions)),
].map((name) => ({ name: `%(${name})s`, doc: supervisorExpansionDoc(name) }));

const gunicornDocs: readonly Named[] = gunicornSettings().map(({ name }) => ({
  name,
  doc: gunicornSettingDoc(name),
}));

const classDocs: readonly Named[] = workerClasses()
  .filter(({ aliasOf }) => aliasOf === null)
  .map(({ name }) => ({ name, doc: workerClassDoc(name) }));

const serverDocs: readonly Named[] = serverKinds.flatMap((kind) =>
  serverOptions(kind)
    .filter(({ role }) => role !== 'other')
    .map((option) => ({ name: `${kind} ${option.flags[0]}`, doc: serverOptionDoc(option) })),
);

const parameterDocs: readonly Named[] = allNginxParameters().map(({ place, parameter }) => {
  const directive = directivesNamed(parameter.directive).find(({ contexts }) =>
    contexts.some((context) => context.endsWith(place)),
  );
  return {
    name: `${parameter.directive} ${parameter.name}`,
    doc: directive && nginxParameterDoc(parameter, directive),
  };
});

const methodDocs: readonly Named[] = balancingMethods.map(({ name }) => ({
  name,
  doc: balancingMethodDoc(name),
}));

const directiveDocs: readonly Named[] = allDirectives().flatMap((directive) => {
  const doc = nginxDirectiveDoc(directive);
  return doc ? [{ name: `${directive.module}/${directive.name}`, doc }] : [];
});

const groups: readonly (readonly [string, readonly Named[]])[] = [
  ['option of supervisord.conf', supervisorDocs],
  ['name of an expansion', expansionDocs],
  ['setting of gunicorn', gunicornDocs],
  ['worker class', classDocs],
  ['option of an application server', serverDocs],
  ['parameter of nginx', parameterDocs],
  ['balancing method', methodDocs],
  ['described directive of nginx', directiveDocs],
];

const everything = groups.flatMap(([, docs]) => docs);

const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[.!?])\s+/);

describe('documentation of our own', () => {
  test.each(groups)('every %s has a text and a link', (_, docs) => {
    expect(docs.length).toBeGreaterThan(5);
    for (const { name, doc } of docs) {
      expect(doc?.text, name).toMatch(/^[A-Z`].*[.)]$/s);
      expect(doc?.link, name).toMatch(/^https?:\/\/[\w.-]+\/\S*$/);
    }
  });

  test('each is one to four sentences', () => {
    for (const { name, doc } of everything) {
      const count = sentencesOf(doc?.text ?? '').length;
      expect(count, `${name}: ${doc?.text}`).toBeLessThanOrEqual(4);
      expect((doc?.text ?? '').length, name).toBeLessThan(520);
    }
  });

  test('code spans are closed and nobody shouts', () => {
    for (const { name, doc } of everything) {
      expect((doc?.text.match(/`/g)?.length ?? 0) % 2, name).toBe(0);
      expect(doc?.text, name).not.toMatch(/!|please|simply|just do/i);
    }
  });

  test('the anchors are those of the manuals', () => {
    expect(gunicornSettingDoc('worker_class')?.link).toBe(
      'https://docs.gunicorn.org/en/stable/settings.html#worker-class',
    );
    expect(supervisorOptionDoc('program', 'numprocs')?.link).toBe(
      'http://supervisord.org/configuration.html#program-x-section-settings',
    );
    const server = directivesNamed('server').find(({ module }) => module === 'ngx_http_upstream_module');
    expect(server && nginxDirectiveDoc(server)?.link).toBe(
      'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server',
    );
  });

  test('defaults that cannot be written are said in words', () => {
    expect(supervisorDefaultText('eventlistener', 'killasgroup')).toBe('as stopasgroup');
    expect(supervisorDefaultText('supervisord', 'directory')).toBeUndefined();
    const silent = gunicornSettings().filter(
      (setting) =>
        setting.default.kind === 'computed' &&
        setting.section !== 'Server Hooks' &&
        setting.section !== 'Dirty Arbiter Hooks' &&
        gunicornDefaultText(setting.name) === undefined,
    );
    expect(silent).toEqual([]);
  });
});

describe('no text is left over', () => {
  const supervisorKeys = Object.keys({ ...supervisorDaemonTexts, ...supervisorProgramTexts });

  test.each(supervisorKeys)('%s is an option', (key) => {
    const [section, name = ''] = key.split(/\/(.*)/);
    const kind = sectionKinds.find((candidate) => candidate === section);
    expect(kind && supervisorOption(kind, name)).toBeDefined();
  });

  test('of gunicorn', () => {
    const keys = Object.keys({ ...gunicornServingTexts, ...gunicornFurtherTexts });
    expect(keys.filter((key) => gunicornSetting(key) === undefined)).toEqual([]);
    expect(keys.length).toBe(gunicornSettings().length);
  });

  test('of the application servers', () => {
    const used = new Set(
      serverKinds.flatMap((kind) =>
        serverOptions(kind).flatMap(({ role }) => [role as string, `${kind}/${role}`]),
      ),
    );
    expect(Object.keys(serverOptionTexts).filter((key) => !used.has(key))).toEqual([]);
  });

  test('of nginx', () => {
    const said = new Set(directiveDocs.map(({ doc }) => doc?.text));
    const unsaid = Object.entries(nginxDirectiveTexts).filter(([, text]) => !said.has(text));
    expect(unsaid).toEqual([]);
    const parameters = new Set(parameterDocs.map(({ doc }) => doc?.text));
    const idle = Object.entries(nginxParameterTexts).filter(([, text]) => !parameters.has(text));
    expect(idle).toEqual([]);
  });

  test('variables with a text are variables', () => {
    for (const name of ['upstream_addr', 'binary_remote_addr', 'connections_active']) {
      expect(nginxVariableText(name)).toBeDefined();
      expect(isBuiltInVariable(name, 'http')).toBe(true);
    }
    expect(nginxVariableText('constructor')).toBeUndefined();
  });
});

describe('the directives that matter most to scaling are described', () => {
  const wanted =
    'upstream server least_conn ip_hash hash random keepalive keepalive_requests keepalive_time keepalive_timeout zone ' +
    'worker_processes worker_connections worker_rlimit_nofile proxy_pass proxy_next_upstream ' +
    'proxy_next_upstream_tries proxy_next_upstream_timeout proxy_connect_timeout proxy_read_timeout ' +
    'proxy_send_timeout proxy_http_version proxy_set_header proxy_buffering proxy_cache proxy_cache_path ' +
    'proxy_cache_valid proxy_cache_lock proxy_cache_use_stale limit_conn limit_conn_zone limit_req limit_req_zone ' +
    'gzip sendfile client_max_body_size listen resolver';

  test.each(wanted.split(' '))('%s', (name) => {
    expect(directivesNamed(name).some((directive) => nginxDirectiveDoc(directive))).toBe(true);
  });
});

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[`'"*]/g, '')
    .replace(/\s+/g, ' ');

/** Every text of the facts that is prose: long enough to be somebody's sentence. */
function proseIn(value: unknown): readonly string[] {
  if (typeof value === 'string')
    return sentencesOf(value)
      .map(plain)
      .filter((sentence) => sentence.length > 30);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(proseIn);
}

describe.skipIf(!factsAreHere)(withFacts('the words are our own'), () => {
  const files = ['supervisor-options.json', 'gunicorn-settings.json', 'app-servers.json'];

  test.each(factsAreHere ? files : [])('no sentence of %s stands in the documentation', (file) => {
    const prose = new Set(proseIn(readFacts(file)));
    expect(prose.size).toBeGreaterThan(20);
    const ours = everything.map(({ doc }) => plain(doc?.text ?? ''));
    const copied = [...prose].filter((sentence) =>
      ours.some((text) => text.includes(sentence.replace(/\.$/, ''))),
    );
    expect(copied).toEqual([]);
  });
});
