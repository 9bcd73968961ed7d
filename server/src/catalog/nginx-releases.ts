import { lazy, wordsOf } from './lazy.ts';

/**
 * The release that brought a directive, where nginx's CHANGES name it: `stream/x` for one of the stream module, a bare
 * name for all others. The compared command tables only tell between which two of them it came.
 */
const table: Readonly<Record<string, string>> = {
  '1.25.0':
    'http3 http3_hq http3_max_concurrent_streams http3_stream_buffer_size quic_active_connection_id_limit ' +
    'quic_bpf quic_gso quic_host_key quic_retry',
  '1.25.1': 'http2',
  '1.25.5':
    'stream/server_name stream/server_names_hash_bucket_size stream/server_names_hash_max_size stream/pass ' +
    'stream/ssl_reject_handshake',
  '1.27.2':
    'proxy_pass_trailers stream/ssl_ocsp stream/ssl_ocsp_cache stream/ssl_ocsp_responder stream/ssl_stapling ' +
    'stream/ssl_stapling_file stream/ssl_stapling_responder stream/ssl_stapling_verify',
  '1.27.3': 'resolver resolver_timeout stream/resolver stream/resolver_timeout',
  '1.27.4':
    'keepalive_min_timeout ssl_object_cache_inheritable ssl_certificate_cache proxy_ssl_certificate_cache ' +
    'grpc_ssl_certificate_cache uwsgi_ssl_certificate_cache stream/ssl_certificate_cache ' +
    'stream/proxy_ssl_certificate_cache',
  '1.29.0': 'early_hints',
  '1.29.1': 'ssl_certificate_compression stream/ssl_certificate_compression',
  '1.29.3': 'add_header_inherit add_trailer_inherit',
  '1.29.4': 'ssl_ech_file stream/ssl_ech_file',
  '1.29.6': 'sticky',
  '1.29.8': 'max_headers',
  '1.31.0': 'least_time stream/least_time',
};

const releases = lazy(
  () =>
    new Map(
      Object.entries(table).flatMap(([release, words]) => wordsOf(words, ' ').map((name) => [name, release])),
    ),
);

/** The release that brought a directive which the oldest compared table lacks; null where CHANGES name none. */
export const releaseOf = (name: string, protocol: string): string | null =>
  releases().get(protocol === 'stream' ? `stream/${name}` : name) ?? null;

/** Directives that distributions added to older releases: Debian's 1.22.1 has `max_headers`. */
export const isBackported = (name: string): boolean => name === 'max_headers';
