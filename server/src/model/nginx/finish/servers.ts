import { atLeast } from '../../../catalog/version.ts';
import { effective, effectiveOne } from '../effective.ts';
import { lineOf, lineOfDirective, refuse } from '../say.ts';
import type { Call, ListenAddress, ServerState } from '../state.ts';
import type { NginxBlock } from '../types.ts';
import { parseSize } from '../values/units.ts';

const blockOf = (server: ServerState): NginxBlock | undefined => server.scope?.block;

/** One large header buffer must hold a connection's pool (`ngx_http_core_merge_srv_conf`). */
export function checkHeaderBuffers(call: Call, servers: readonly ServerState[]): void {
  for (const { scope } of servers) {
    const buffers = scope && effectiveOne(scope.block, 'large_client_header_buffers');
    const pool = scope && effectiveOne(scope.block, 'connection_pool_size');
    const size = buffers ? parseSize(buffers.args[1]?.text ?? '') : 8192n;
    const least = pool ? parseSize(pool.args[0]?.text ?? '') : 512n;
    if (size === undefined || least === undefined || size >= least) continue;
    const words = 'size must be equal to or greater than "connection_pool_size"';
    const said = `the "large_client_header_buffers" ${words}`;
    refuse(call, { code: 'nginx/invalid-value', said, at: (buffers ?? pool)?.place });
    return;
  }
}

/** Certificates of servers need as many keys (`ngx_http_ssl_merge_srv_conf`). */
export function checkCertificates(servers: readonly ServerState[]) {
  for (const server of servers) {
    const block = blockOf(server);
    if (block && !hasCertificate(server) && isSslOn(server, block)) return refuseSslOn(server, block);
    const certificates = block ? effective(block, 'ssl_certificate') : [];
    const last = certificates[certificates.length - 1];
    if (!block || !last || effective(block, 'ssl_certificate_key').length >= certificates.length) continue;
    refuse(server.call, {
      code: 'nginx/missing-directive',
      said: `no "ssl_certificate_key" is defined for certificate "${last.args[0]?.text ?? ''}"`,
      at: last.place,
      advice: 'Add an ssl_certificate_key for each certificate.',
      line: null,
    });
    return;
  }
}

/** `ssl on` is gone since 1.25.1; a version that is not given has it no more. */
function isSslOn(server: ServerState, block: NginxBlock): boolean {
  if (atLeast(server.call.run.options.version, '1.25.1') !== false || rejectsHandshake(server)) return false;
  return effectiveOne(block, 'ssl')?.args[0]?.text.toLowerCase() === 'on';
}

function refuseSslOn(server: ServerState, block: NginxBlock): void {
  const directive = effectiveOne(block, 'ssl');
  refuse(server.call, {
    code: 'nginx/missing-directive',
    said: 'no "ssl_certificate" is defined for the "ssl" directive',
    at: directive?.place,
    advice: 'Add ssl_certificate and ssl_certificate_key.',
    line: directive ? lineOfDirective(server.call, directive) : null,
  });
}

const hasCertificate = (server: ServerState): boolean => {
  const block = blockOf(server);
  return block !== undefined && effective(block, 'ssl_certificate').length > 0;
};

function rejectsHandshake(server: ServerState): boolean {
  const block = blockOf(server);
  const directive = block && effectiveOne(block, 'ssl_reject_handshake');
  return directive?.args[0]?.text.toLowerCase() === 'on';
}

/** Addresses with `ssl` or `quic` need a certificate of the server that answers first (`ngx_http_ssl_init`). */
export function checkSslListens(call: Call) {
  for (const { addresses } of call.run.http.ports) {
    for (const address of addresses) {
      const isSafe = address.ssl || address.quic;
      const server = isSafe ? serverWithoutCertificate(address) : undefined;
      if (server) return refuseListen(address, server);
    }
  }
}

/** Without any certificate of the default server, every other server must have one or reject handshakes. */
function serverWithoutCertificate({ first, servers }: ListenAddress): ServerState | undefined {
  if (hasCertificate(first)) return undefined;
  if (!rejectsHandshake(first)) return first;
  return servers.find((server) => !hasCertificate(server) && !rejectsHandshake(server));
}

function refuseListen(address: ListenAddress, server: ServerState) {
  const listen = address.calls[address.servers.indexOf(server)];
  refuse(server.call, {
    code: 'nginx/missing-directive',
    said: `no "ssl_certificate" is defined for the "listen ... ${address.quic ? 'quic' : 'ssl'}" directive`,
    at: listen?.directive.place,
    advice: 'Add ssl_certificate and ssl_certificate_key to the server.',
    line: lineOf(server.call),
  });
}
