import { describe, expect, test } from 'vitest';
import {
  allDirectiveNames,
  allDirectives,
  comparedVersions,
  directivesIn,
  directivesNamed,
  isKnownIn,
  type NginxDirectiveInfo,
  refusesDuplicate,
  shapesIn,
} from '../../server/src/catalog/nginx.ts';
import { balancingMethods } from '../../server/src/catalog/nginx-balancing.ts';
import { acceptsCount, allContexts, type DirectiveContext } from '../../server/src/catalog/nginx-mask.ts';
import {
  documentedOtherDirectives,
  isBuiltInVariable,
  otherDirective,
} from '../../server/src/catalog/nginx-other.ts';
import {
  allNginxParameters,
  nginxParameter,
  nginxParameters,
} from '../../server/src/catalog/nginx-parameters.ts';
import { compareVersions } from '../../server/src/catalog/version.ts';
import type { NginxContext } from '../../server/src/model/nginx/types.ts';
import { factsAreHere, readFacts, withFacts } from './facts.ts';

const only = (name: string, context: DirectiveContext): NginxDirectiveInfo => {
  const found = directivesNamed(name).filter((directive) => directive.contexts.includes(context));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} directives ${name} in ${context}`);
  return found[0];
};

const knownAt = (version: string) => allDirectives().filter((directive) => isKnownIn(directive, version));

describe('directives of nginx', () => {
  test('are told apart by context', () => {
    expect(only('server', 'http').block).toBe(true);
    expect(only('server', 'http upstream')).toMatchObject({ block: false, args: { min: 1, max: null } });
    expect(only('server', 'stream upstream').module).toBe('ngx_stream_upstream_module');
    expect(only('listen', 'mail server').protocol).toBe('mail');
    expect(directivesNamed('include')[0]?.contexts).toEqual(allContexts);
    expect(directivesNamed('proxy_pas')).toEqual([]);
    expect(directivesNamed('constructor')).toEqual([]);
  });

  test('name their arguments, values and how they are read', () => {
    expect(only('gzip', 'http')).toMatchObject({ onOff: true, valueKind: 'on|off' });
    expect(only('proxy_http_version', 'http location').values).toEqual(['1.0', '1.1', '2']);
    expect(only('proxy_next_upstream', 'http').values).toContain('non_idempotent');
    expect(only('worker_rlimit_core', 'main').valueKind).toBe('offset');
    expect(only('proxy_read_timeout', 'http').valueKind).toBe('time(ms)');
    expect(acceptsCount(only('proxy_set_header', 'http').args, 2)).toBe(true);
    expect(acceptsCount(only('proxy_set_header', 'http').args, 1)).toBe(false);
    expect(acceptsCount(only('server_name', 'http server').args, 40)).toBe(true);
  });

  test('say whether they may stand twice, where their setter tells', () => {
    expect(refusesDuplicate(only('sendfile', 'http'))).toBe(true);
    expect(refusesDuplicate(only('proxy_set_header', 'http'))).toBe(false);
    expect(refusesDuplicate(only('listen', 'http server'))).toBeUndefined();
  });

  test('stand in the contexts they list, and nowhere else', () => {
    for (const context of allContexts)
      for (const directive of directivesIn(context)) expect(directive.contexts).toContain(context);
    expect(directivesIn('http upstream').map(({ name }) => name)).toContain('least_conn');
    expect(directivesIn('http server').map(({ name }) => name)).not.toContain('least_conn');
    expect(directivesIn('raw')).toEqual([]);
    expect(directivesIn('unknown')).toEqual([]);
  });

  test('the contexts are those of the model', () => {
    const asModel: readonly Exclude<NginxContext, 'raw' | 'unknown'>[] = allContexts;
    const asCatalog: readonly DirectiveContext[] = asModel;
    expect(asCatalog.length).toBe(14);
  });
});

describe('versions of nginx', () => {
  test('a directive that came between two compared versions is unknown in between', () => {
    const buffer = only('proxy_socket_rcvbuf', 'http server');
    expect([buffer.sinceBucket, buffer.release]).toEqual(['1.31.4', null]);
    expect(isKnownIn(buffer, '1.30.4')).toBe(false);
    expect(isKnownIn(buffer, '1.22.1')).toBe(false);
    expect(isKnownIn(buffer, '1.31.1')).toBeUndefined();
    expect(isKnownIn(buffer, '1.31')).toBeUndefined();
    expect(isKnownIn(buffer, '1.31.4')).toBe(true);
    expect(isKnownIn(buffer, '9.9')).toBe(true);
    expect(isKnownIn(buffer, undefined)).toBeUndefined();
    expect(isKnownIn(buffer, 'stable')).toBeUndefined();
  });

  test('a later release of a stable branch brings no directives', () => {
    expect(isKnownIn(only('proxy_socket_rcvbuf', 'http server'), '1.30.6')).toBe(false);
  });

  test('a directive whose release CHANGES names is known from it on', () => {
    const http2 = only('http2', 'http server');
    expect([http2.sinceBucket, http2.release]).toEqual(['1.26.3', '1.25.1']);
    expect(isKnownIn(http2, '1.25.0')).toBe(false);
    expect(isKnownIn(http2, '1.25.1')).toBe(true);
    expect(isKnownIn(http2, '1.25')).toBeUndefined();
    expect(isKnownIn(http2, undefined)).toBeUndefined();
  });

  test('a release stands between the compared versions around it', () => {
    const named = allDirectives().filter(({ release }) => release !== null);
    expect(named.length).toBeGreaterThan(45);
    for (const { name, release, sinceBucket } of named) {
      const at = comparedVersions.indexOf(sinceBucket ?? '');
      const isAfter = compareVersions(release ?? '', comparedVersions[at - 1] ?? '') ?? 0;
      const isBefore = compareVersions(comparedVersions[at] ?? '', release ?? '') ?? -1;
      expect([name, isAfter > 0, isBefore >= 0]).toEqual([name, true, true]);
    }
  });

  test('what distributions brought to older releases may be there', () => {
    const headers = only('max_headers', 'http server');
    expect(isKnownIn(headers, '1.22.1')).toBeUndefined();
    expect(isKnownIn(headers, '1.29.8')).toBe(true);
  });

  test('a removed directive is known before and gone after', () => {
    const ssl = only('ssl', 'http server');
    expect(isKnownIn(ssl, '1.22.1')).toBe(true);
    expect(isKnownIn(ssl, '1.25.0')).toBeUndefined();
    expect(isKnownIn(ssl, '1.26.3')).toBe(false);
    expect(directivesIn('http server').includes(ssl)).toBe(false);
    expect(directivesIn('http server', '1.22.1').includes(ssl)).toBe(true);
  });

  test('a changed shape is certain only outside of the versions it changed in', () => {
    const most = (version: string | undefined) =>
      shapesIn(only('keepalive', 'http upstream'), version).map(({ args }) => args.max);
    expect(most('1.22.1')).toEqual([1]);
    expect(most('1.29.6')).toEqual([1, 2]);
    expect(most('1.31.4')).toEqual([2]);
    expect(most(undefined)).toEqual([1, 2]);
    expect(shapesIn(only('gzip', 'http'), undefined)).toHaveLength(1);
  });

  // The counts were taken from nginx's tables at these tags on their own.
  test.each([
    ['1.22.1', 711, 605],
    ['1.30.4', 754, 629],
    ['1.31.4', 783, 655],
  ])('nginx %s has %d directives of %d names', (version, entries, names) => {
    const known = knownAt(version);
    expect(known.length).toBe(entries);
    expect(new Set(known.map(({ name }) => name)).size).toBe(names);
  });

  test('every compared version is certain of every directive', () => {
    for (const version of comparedVersions)
      for (const directive of allDirectives()) {
        if (directive.name !== 'max_headers')
          expect(isKnownIn(directive, version), `${directive.name} in ${version}`).toBeTypeOf('boolean');
        expect(shapesIn(directive, version)).toHaveLength(1);
      }
  });
});

describe('what nginx itself does not hold', () => {
  test.each([
    ['content_by_lua_block', 'a third-party module'],
    ['access_by_lua_file', 'a third-party module'],
    ['lua_shared_dict', 'a third-party module'],
    ['more_set_headers', 'a third-party module'],
    ['brotli_comp_level', 'a third-party module'],
    ['vhost_traffic_status_zone', 'a third-party module'],
    ['modsecurity_rules_file', 'a third-party module'],
    ['passenger_enabled', 'a third-party module'],
    ['geoip2', 'a third-party module'],
    ['pagespeed', 'a third-party module'],
    ['auth_jwt', 'NGINX Plus'],
    ['health_check', 'NGINX Plus'],
    ['js_content', 'a dynamic module of nginx'],
    ['otel_trace', 'a dynamic module of nginx'],
    ['acme_issuer', 'a dynamic module of nginx'],
  ])('%s comes from %s', (name, from) => {
    expect(otherDirective(name)?.from).toBe(from);
  });

  test.each([
    'proxy_pas',
    'sever_name',
    'upstrem',
    'keepalive_timout',
    'lisen',
    'worker_proceses',
    'gzip_typ',
  ])('nobody brings %s', (name) => {
    expect(otherDirective(name)).toBeUndefined();
  });

  test('a typing error in any directive of nginx is not excused as the work of another module', () => {
    const excused = allDirectiveNames().flatMap((name) => {
      const typo = `${name.slice(0, 2)}${name.slice(3)}`;
      return otherDirective(typo) && directivesNamed(typo).length === 0 ? [typo] : [];
    });
    expect(excused).toEqual([]);
  });

  test('none of its names is in the tables', () => {
    const doubled = documentedOtherDirectives().filter(({ name }) => directivesNamed(name).length > 0);
    expect(doubled).toEqual([]);
  });
});

describe('variables of nginx', () => {
  test.each([
    ['host', 'http', true],
    ['arg_page', 'http', true],
    ['http_x_forwarded_for', 'http', true],
    ['upstream_http_x_accel', 'http', true],
    ['upstream_addr', 'stream', true],
    ['host', 'stream', false],
    ['arg_', 'http', false],
    ['hots', 'http', false],
    ['Remote_Addr', 'http', true],
  ] as const)('$%s in %s: %s', (name, protocol, known) => {
    expect(isBuiltInVariable(name, protocol)).toBe(known);
  });
});

describe('parameters of nginx', () => {
  const names = (directive: string, context: DirectiveContext) =>
    nginxParameters(directive, context).map(({ name }) => name);

  test('differ by context', () => {
    expect(names('server', 'http upstream')).toContain('route');
    expect(names('server', 'stream upstream')).not.toContain('route');
    expect(names('server', 'http')).toEqual([]);
    expect(names('listen', 'stream server')).toContain('udp');
    expect(names('listen', 'http server')).not.toContain('udp');
  });

  test('carry their value, default and versions', () => {
    expect(nginxParameter('server', 'http upstream', 'weight')).toMatchObject({
      form: 'pair',
      value: 'number',
      default: '1',
    });
    expect(nginxParameter('server', 'http upstream', 'backup')).toMatchObject({ form: 'word', value: null });
    expect(nginxParameter('server', 'http upstream', 'resolve')?.since).toBe('1.27.3');
    expect(nginxParameter('server', 'http upstream', 'slow_start')?.plusOnly).toBe(true);
    expect(nginxParameter('listen', 'http server', 'http2')?.deprecated).toBe('1.25.1');
    expect(nginxParameter('listen', 'http server', 'ipv6only')).toMatchObject({
      value: 'on|off',
      default: 'on',
    });
    expect(nginxParameter('ssl_session_cache', 'http', 'shared:')?.form).toBe('word');
  });

  test('belong to directives that exist in a context they are taken in', () => {
    for (const { place, parameter } of allNginxParameters()) {
      const contexts = directivesNamed(parameter.directive).flatMap((directive) => directive.contexts);
      expect(
        contexts.some((context) => context.endsWith(place)),
        `${parameter.directive} in ${place}`,
      ).toBe(true);
      expect(parameter.name).toMatch(/^[\w/:]+$/);
    }
  });

  test('the balancing methods are directives of upstreams', () => {
    for (const { name, protocols } of balancingMethods)
      for (const protocol of protocols)
        if (name !== 'round-robin') expect(only(name, `${protocol} upstream`).block).toBe(false);
  });
});

interface Fact {
  readonly name: string;
  readonly module: string;
  readonly protocol: string;
  readonly contexts: readonly string[];
  readonly block: boolean;
  readonly args: { readonly min: number; readonly max: number | null; readonly onOff?: boolean };
  readonly value?: string;
  readonly values?: readonly string[];
  readonly firstSeen: string;
  readonly maskHistory?: readonly unknown[];
}

describe.skipIf(!factsAreHere)(withFacts('directives of nginx against the facts'), () => {
  const facts = factsAreHere
    ? readFacts<{ directives: readonly Fact[]; removed: readonly Fact[] }>('nginx-directives.json')
    : { directives: [], removed: [] };

  const contextOf = (protocol: string, word: string): string =>
    protocol === 'http' && word !== 'http' ? `http ${word}` : word;

  test('all 783 are there, and the removed ones', () => {
    expect(facts.directives.length).toBe(783);
    expect(allDirectives().length).toBe(facts.directives.length + facts.removed.length);
  });

  test('each decodes to what the facts say', () => {
    for (const fact of facts.directives) {
      const found = directivesNamed(fact.name).find(({ module }) => module === fact.module);
      const contexts = fact.contexts.map((word) => contextOf(fact.protocol, word));
      expect(found, fact.name).toMatchObject({
        protocol: fact.protocol,
        block: fact.block,
        onOff: fact.args.onOff ?? false,
        args: { min: fact.args.min, max: fact.args.max },
        valueKind: fact.value ?? '',
        values: fact.values ?? [],
        sinceBucket: fact.firstSeen.startsWith('<=') ? null : fact.firstSeen,
      });
      if (fact.protocol !== 'any') expect([...(found?.contexts ?? [])].sort()).toEqual(contexts.sort());
      expect(found?.earlier.length).toBe(fact.maskHistory?.length ?? 0);
    }
  });
});
