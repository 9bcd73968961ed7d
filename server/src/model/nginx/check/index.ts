import type { NginxDirectiveInfo } from '../../../catalog/nginx.ts';
import type { DirectiveShape } from '../../../catalog/nginx-mask.ts';
import { cacheChecks } from './cache.ts';
import type { Check, Checks } from './check.ts';
import { coreChecks, eventChecks, mainBlockChecks } from './core.ts';
import { indexChecks, tryFilesChecks } from './files.ts';
import { headerChecks } from './headers.ts';
import { httpBlockCheck, httpCoreChecks } from './http-core.ts';
import { limitChecks } from './limit.ts';
import { logChecks } from './log.ts';
import { mapChecks } from './maps.ts';
import { passChecks } from './pass.ts';
import { rewriteChecks } from './rewrite.ts';
import { slotChecks } from './slots.ts';
import { sslChecks } from './ssl.ts';
import { upstreamChecks } from './upstream.ts';

const tables: readonly Readonly<Record<string, Checks>>[] = [
  { ngx_core_module: coreChecks, ngx_event_core_module: eventChecks },
  { ngx_http_module: { http: httpBlockCheck }, ngx_http_core_module: httpCoreChecks },
  { ngx_http_rewrite_module: rewriteChecks, ngx_http_log_module: logChecks, ngx_http_ssl_module: sslChecks },
  { ngx_http_try_files_module: tryFilesChecks, ngx_http_index_module: indexChecks },
  mainBlockChecks,
  upstreamChecks,
  passChecks,
  cacheChecks,
  limitChecks,
  headerChecks,
  mapChecks,
];

const byName = new Map<string, Check>(
  tables.flatMap((table) =>
    Object.entries(table).flatMap(([module, checks]) =>
      Object.entries(checks).map(([name, check]) => [`${module} ${name}`, check] as const),
    ),
  ),
);

/**
 * What the setter of a directive does: its own function where it has one, or the generic one of its kind. Shapes are
 * those of the version at hand: a directive that is a flag in all of them is a flag, whatever it became later.
 */
export function checkOf(info: NginxDirectiveInfo, shapes: readonly DirectiveShape[]): Check {
  const own = byName.get(`${info.module} ${info.name}`);
  if (own) return own;
  return { set: slotChecks[shapes.every(({ onOff }) => onOff) ? 'on|off' : info.valueKind] };
}
