import { httpVariables, rows, streamVariables } from './data/nginx-other.ts';
import { lazy, wordsOf } from './lazy.ts';

/** Who brings a directive that nginx's own tables do not hold. */
export interface OtherDirective {
  readonly name: string;
  /** `ngx_http_js_module`, or the usual name of a third-party module. */
  readonly module: string;
  readonly from: 'NGINX Plus' | 'a dynamic module of nginx' | 'a third-party module';
  /** Blocks outside `stream` that may hold it; undefined where they are not known. */
  readonly contexts?: readonly string[];
}

const dynamicModule = /_(?:js|otel|acme)_module$/;

const documented = lazy(() => {
  const found = new Map<string, OtherDirective>();
  for (const row of wordsOf(rows.trim(), '\n')) {
    const [module = '', ...names] = row.split(' ');
    const from = dynamicModule.test(module) ? 'a dynamic module of nginx' : 'NGINX Plus';
    for (const name of names) if (!found.has(name)) found.set(name, { name, module, from });
  }
  return found;
});

/**
 * Families of directives of modules that many builds of nginx hold (OpenResty, distribution packages, Passenger …),
 * by the beginning of the name, with the module. A name ending in `$` must match whole.
 */
const thirdParty: readonly (readonly [string, string])[] = [
  ['lua_', 'ngx_http_lua_module'],
  ['set_by_lua', 'ngx_http_lua_module'],
  ['more_set_', 'ngx_headers_more'],
  ['more_clear_', 'ngx_headers_more'],
  ['brotli', 'ngx_brotli'],
  ['zstd', 'zstd-nginx-module'],
  ['unbrotli', 'ngx_unbrotli'],
  ['vhost_traffic_status', 'nginx-module-vts'],
  ['server_traffic_status', 'nginx-module-sts'],
  ['stream_server_traffic_status', 'nginx-module-stream-sts'],
  ['modsecurity', 'ModSecurity-nginx'],
  ['coraza', 'coraza-nginx'],
  ['passenger_', 'Phusion Passenger'],
  ['rails_', 'Phusion Passenger'],
  ['rack_env$', 'Phusion Passenger'],
  ['geoip2', 'ngx_http_geoip2_module'],
  ['pagespeed', 'ngx_pagespeed'],
  ['auth_ldap', 'nginx-auth-ldap'],
  ['auth_pam', 'ngx_http_auth_pam_module'],
  ['auth_gss', 'spnego-http-auth-nginx-module'],
  ['auth_digest', 'nginx-http-auth-digest'],
  ['auth_jwt', 'an auth_jwt module'],
  ['echo', 'echo-nginx-module'],
  ['encrypted_session', 'encrypted-session-nginx-module'],
  ['set_quote_', 'set-misc-nginx-module'],
  ['set_escape_', 'set-misc-nginx-module'],
  ['set_unescape_', 'set-misc-nginx-module'],
  ['set_encode_', 'set-misc-nginx-module'],
  ['set_decode_', 'set-misc-nginx-module'],
  ['set_hash', 'set-misc-nginx-module'],
  ['set_if_empty$', 'set-misc-nginx-module'],
  ['set_random$', 'set-misc-nginx-module'],
  ['set_secure_random', 'set-misc-nginx-module'],
  ['set_rotate$', 'set-misc-nginx-module'],
  ['set_local_today$', 'set-misc-nginx-module'],
  ['set_formatted_', 'set-misc-nginx-module'],
  ['set_md5$', 'set-misc-nginx-module'],
  ['set_sha1$', 'set-misc-nginx-module'],
  ['set_hmac_', 'set-misc-nginx-module'],
  ['set_base32_alphabet$', 'set-misc-nginx-module'],
  ['set_form_input', 'form-input-nginx-module'],
  ['array_', 'array-var-nginx-module'],
  ['redis', 'redis2-nginx-module'],
  ['memc_', 'memc-nginx-module'],
  ['srcache_', 'srcache-nginx-module'],
  ['postgres_', 'ngx_postgres'],
  ['drizzle_', 'drizzle-nginx-module'],
  ['rds_', 'rds-json-nginx-module'],
  ['xss_', 'xss-nginx-module'],
  ['iconv_', 'iconv-nginx-module'],
  ['eval', 'nginx-eval-module'],
  ['upload_', 'nginx-upload-module'],
  ['track_uploads$', 'nginx-upload-progress-module'],
  ['report_uploads$', 'nginx-upload-progress-module'],
  ['push_stream_', 'nginx-push-stream-module'],
  ['nchan_', 'nchan'],
  ['fancyindex', 'ngx-fancyindex'],
  ['dav_ext_', 'nginx-dav-ext-module'],
  ['proxy_cache_purge', 'ngx_cache_purge'],
  ['fastcgi_cache_purge', 'ngx_cache_purge'],
  ['cache_purge', 'ngx_cache_purge'],
  ['subs_filter', 'ngx_http_substitutions_filter_module'],
  ['replace_filter', 'replace-filter-nginx-module'],
  ['concat', 'nginx-http-concat'],
  ['trim', 'ngx_http_trim_filter_module'],
  ['small_light', 'ngx_small_light'],
  ['rtmp', 'nginx-rtmp-module'],
  ['application$', 'nginx-rtmp-module'],
  ['live$', 'nginx-rtmp-module'],
  ['record', 'nginx-rtmp-module'],
  ['vod', 'nginx-vod-module'],
  ['naxsi', 'naxsi'],
  ['SecRules', 'naxsi'],
  ['LearningMode$', 'naxsi'],
  ['DeniedUrl$', 'naxsi'],
  ['CheckRule$', 'naxsi'],
  ['BasicRule$', 'naxsi'],
  ['MainRule$', 'naxsi'],
  ['LibInjection', 'naxsi'],
  ['testcookie', 'testcookie-nginx-module'],
  ['shibboleth_', 'nginx-http-shibboleth'],
  ['shib_request', 'nginx-http-shibboleth'],
  ['opentracing', 'nginx-opentracing'],
  ['opentelemetry', 'opentelemetry nginx module'],
  ['zipkin_', 'nginx-opentracing'],
  ['jaeger_', 'nginx-opentracing'],
  ['datadog_', 'nginx-datadog'],
  ['instana_', 'Instana'],
  ['newrelic_', 'New Relic'],
  ['check', 'nginx_upstream_check_module'],
  ['fair$', 'nginx-upstream-fair'],
  ['upstream_fair', 'nginx-upstream-fair'],
  ['consistent_hash$', 'ngx_http_consistent_hash'],
  ['dyups', 'ngx_http_dyups_module'],
  ['upsync', 'nginx-upsync-module'],
  ['jdomain$', 'nginx-upstream-jdomain'],
  ['sticky_', 'nginx-sticky-module-ng'],
  ['hash_again$', 'ngx_http_upstream_hash'],
  ['session_sticky', 'Tengine'],
  ['dynamic_resolve$', 'Tengine'],
  ['tfs_', 'Tengine'],
  ['cookie_flag', 'nginx_cookie_flag_module'],
  ['set_cookie_flag$', 'nginx_cookie_flag_module'],
  ['hide_server_tokens$', 'ngx_security_headers'],
  ['length_hiding', 'nginx-length-hiding-filter'],
  ['accesskey', 'nginx-accesskey'],
  ['slowfs_', 'ngx_slowfs_cache'],
  ['ajp_', 'nginx_ajp_module'],
  ['nacos', 'nginx-nacos'],
  ['wasm', 'ngx_wasm_module'],
  ['limit_upload_rate', 'nginx_limit_upload_rate'],
  ['limit_traffic_rate', 'ngx_http_limit_traffic_ratefilter'],
  ['ssl_ct', 'nginx-ct'],
  ['app_protect_', 'F5 NGINX App Protect'],
  ['perl_', 'ngx_http_perl_module'],
];

/** Directives of lua-nginx-module and its kin, in every phase: `content_by_lua_block`, `access_by_lua_file` … */
const byLua = /^(.*)_by_lua(?:_block|_file)?$/;

const filters = ['http', 'http server', 'http location', 'http if in location'];

/** Blocks that a phase of lua-nginx-module may stand in, by the beginning of the name (`ngx_http_lua_module.c`). */
const luaContexts: Readonly<Record<string, readonly string[]>> = {
  init: ['http'],
  init_worker: ['http'],
  set: ['http server', 'http if in server', 'http location', 'http if in location'],
  rewrite: filters,
  access: filters,
  content: ['http location', 'http if in location'],
  header_filter: filters,
  body_filter: filters,
  log: filters,
  balancer: ['http upstream'],
};

function luaDirective(name: string, phase: string): OtherDirective {
  const lua = { name, module: 'ngx_http_lua_module', from: 'a third-party module' } as const;
  const contexts = luaContexts[phase];
  return contexts ? { ...lua, contexts } : lua;
}

/**
 * What is known of a directive that nginx's own tables do not hold, so that a checker can stay silent about it:
 * documented by nginx.org for NGINX Plus or a dynamic module, or of a family that third-party modules are known to
 * bring. Undefined for a name nobody is known to bring. Argument counts of such directives are unknown, and so are most
 * contexts.
 */
export function otherDirective(name: string): OtherDirective | undefined {
  const found = documented().get(name);
  if (found) return found;
  const phase = byLua.exec(name)?.[1];
  if (phase !== undefined) return luaDirective(name, phase);
  const family = thirdParty.find(([text]) =>
    text.endsWith('$') ? name === text.slice(0, -1) : name.startsWith(text),
  );
  return family && { name, module: family[1], from: 'a third-party module' };
}

/** The names that nginx.org documents beyond the open-source tables. */
export const documentedOtherDirectives = (): readonly OtherDirective[] => [...documented().values()];

/** Variables of nginx's own modules that its manual does not list (geoip, browser, perl, internal ones). */
const undocumentedVariables =
  'ancient_browser modern_browser msie geoip_country_code geoip_country_code3 geoip_country_name geoip_area_code ' +
  'geoip_city geoip_city_continent_code geoip_city_country_code geoip_city_country_code3 geoip_city_country_name ' +
  'geoip_dma_code geoip_latitude geoip_longitude geoip_region geoip_region_name geoip_postal_code geoip_org ' +
  'memcached_key proxy_internal_body_length proxy_internal_chunked proxy_add_via';

const variables = lazy(() => ({
  http: variableTable(`${httpVariables} ${undocumentedVariables}`),
  stream: variableTable(`${streamVariables} ${undocumentedVariables}`),
}));

function variableTable(text: string): {
  readonly names: ReadonlySet<string>;
  readonly families: readonly string[];
} {
  const words = wordsOf(text, ' ');
  return {
    names: new Set(words.filter((word) => !word.endsWith('_NAME'))),
    families: words.filter((word) => word.endsWith('_NAME')).map((word) => word.slice(0, -'NAME'.length)),
  };
}

/** The built-in variables of a protocol, without the dollar sign; a family stands as its beginning: `arg_`. */
export const builtInVariables = (
  protocol: 'http' | 'stream',
): { readonly names: ReadonlySet<string>; readonly families: readonly string[] } => variables()[protocol];

/** True for a built-in variable, also one of a family (`arg_page`); `name` comes without the dollar sign. */
export function isBuiltInVariable(name: string, protocol: 'http' | 'stream'): boolean {
  const { names, families } = variables()[protocol];
  const lower = name.toLowerCase();
  return (
    names.has(lower) || families.some((family) => lower.startsWith(family) && lower.length > family.length)
  );
}
