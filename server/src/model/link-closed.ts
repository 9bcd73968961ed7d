import type { Address } from './address.ts';
import { reaches } from './address.ts';
import type { Instance, Program } from './deployment.ts';
import { bindsOf } from './link.ts';
import type { NginxConfig, NginxRoute } from './nginx/types.ts';
import { isFilledIn } from './server/bind.ts';
import type { Bind } from './server/types.ts';
import type { SupervisorConfig } from './supervisor/types.ts';

/**
 * True when every program that could bind an address is understood: all includes are followed, every command is
 * known, and each either starts a server whose binds are known or something that is known to bind nothing. False
 * as well without any program, and where what nginx calls is bound by another way of starting the same project
 * (`elsewhere`).
 */
export function isClosed(
  supervisor: readonly SupervisorConfig[],
  programs: readonly Program[],
  nginx: readonly NginxConfig[],
  elsewhere: readonly Address[],
): boolean {
  if (programs.length === 0 || supervisor.some(({ complete }) => !complete)) return false;
  if (!programs.every(isUnderstood)) return false;
  const calls = localCalls(nginx);
  return !calls.some(
    (called) => elsewhere.some((bound) => reaches(called, bound)) && !boundBy(called, programs),
  );
}

const boundBy = (called: Address, programs: readonly Program[]): boolean =>
  programs.some(({ instances }) =>
    instances.some((instance) =>
      bindsOf(instance).some(({ address }) => address && reaches(called, address)),
    ),
  );

/** True when it is known of each instance what it binds. */
function isUnderstood(program: Program): boolean {
  if (program.config?.kind === 'eventlistener') return true;
  return program.numprocs.known && program.instances.every(isInstanceUnderstood);
}

function isInstanceUnderstood({ server, launch }: Instance): boolean {
  if (!launch.command.known) return false;
  if (server) return server.binds.known && server.binds.value.every(isTold);
  return bindsNothing(launch.command.value.text);
}

/** An address that the server does not understand is no socket; one with a placeholder may be any. */
const isTold = ({ address, text }: Bind): boolean => address !== undefined || !isFilledIn(text);

/** Addresses of upstream servers and routes that may be this machine's own. */
export function localCalls(configs: readonly NginxConfig[]): readonly Address[] {
  const calls: Address[] = [];
  for (const { upstreams, routes } of configs) {
    for (const { servers } of upstreams) calls.push(...servers.flatMap(({ address }) => address ?? []));
    calls.push(
      ...routes.flatMap(({ target }: NginxRoute) => (target.kind === 'address' ? target.address : [])),
    );
  }
  return calls.filter(
    (address) => address.kind === 'unix' || (address.kind === 'tcp' && isOwn(address.host)),
  );
}

const isOwn = (host: string): boolean => host === '*' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

const wrappers =
  /^(?:env|exec|nice|ionice|nohup|sudo|chroot|stdbuf|setuser|gosu|su-exec|chpst|time|timeout)$/;
const quiet =
  /^(?:celery|celeryd|celerybeat|celeryev|rq|rqworker|rqscheduler|huey_consumer(?:\.py)?|dramatiq|arq|taskiq|faust|cron|crond|tail|sleep|cat|echo|true|false|inotifywait|filebeat|logrotate|rsyslogd|nginx|memmon|crashmail|crashmailbatch|fatalmailbatch|httpok|bundle-exec|php-worker)$/;
const manageCommands =
  /^(?:celery|celeryd|celerybeat|celerycam|celeryd_detach|rqworker|rqscheduler|qcluster|process_tasks|run_huey|runworker|run_worker|worker|db_worker|clear\w*|migrate|collectstatic|send_\w+|sync_\w+|consume\w*)$/;

/** True for a command that is known to listen nowhere: a task worker, a scheduler, a log follower, nginx itself. */
export function bindsNothing(command: string): boolean {
  const words = command
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/^['"]|['"]$/g, ''));
  let at = 0;
  while (at < words.length && isSkipped(words[at] ?? '')) at++;
  const name = baseName(words[at] ?? '');
  if (/^python[\d.]*$/.test(name)) return isQuietPython(words.slice(at + 1));
  return quiet.test(name) && !words.slice(at + 1).some((word) => /^(?:flower|inspect|dashboard)$/.test(word));
}

const baseName = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

const isSkipped = (word: string): boolean =>
  wrappers.test(baseName(word)) || /^\w+=/.test(word) || /^-\w*$/.test(word) || /^\d+$/.test(word);

function isQuietPython(words: readonly string[]): boolean {
  const rest = words[0] === '-u' ? words.slice(1) : words;
  if (rest[0] === '-m') return bindsNothing(rest.slice(1).join(' '));
  if (baseName(rest[0] ?? '') !== 'manage.py') return quiet.test(baseName(rest[0] ?? ''));
  return manageCommands.test(rest[1] ?? '');
}
