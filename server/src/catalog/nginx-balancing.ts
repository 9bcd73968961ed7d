/** How an upstream chooses the server for a request. */
export interface BalancingMethod {
  /** The directive; `round-robin` has none, it is what happens without one. */
  readonly name: 'round-robin' | 'least_conn' | 'least_time' | 'ip_hash' | 'hash' | 'random';
  readonly protocols: readonly ('http' | 'stream')[];
  /**
   * False: `backup` is refused in a `server` line after the directive, and taken without effect before it
   * (ngx_http_upstream.c, run with 1.22.1 and 1.31.4).
   */
  readonly takesBackup: boolean;
  /** True when the same client, or the same key, reaches the same server as long as it is up. */
  readonly keepsClients: boolean;
  /** The first open-source version; null: every version of today. */
  readonly since: string | null;
}

const both = ['http', 'stream'] as const;

/** The methods of nginx's open-source tables, the one without a directive first. */
export const balancingMethods: readonly BalancingMethod[] = [
  { name: 'round-robin', protocols: both, takesBackup: true, keepsClients: false, since: null },
  { name: 'least_conn', protocols: both, takesBackup: true, keepsClients: false, since: null },
  { name: 'least_time', protocols: both, takesBackup: true, keepsClients: false, since: '1.31.0' },
  { name: 'ip_hash', protocols: ['http'], takesBackup: false, keepsClients: true, since: null },
  { name: 'hash', protocols: both, takesBackup: false, keepsClients: true, since: null },
  { name: 'random', protocols: both, takesBackup: false, keepsClients: false, since: '1.15.1' },
];

/** A method by its name; undefined for a directive that is none. */
export const balancingMethod = (name: string): BalancingMethod | undefined =>
  balancingMethods.find((method) => method.name === name);
