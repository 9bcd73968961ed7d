import { nearest } from '../../base/nearest.ts';
import { optionsOf, type SupervisorSectionKind, sectionKindOf } from '../../catalog/supervisor.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { SupervisorOption, SupervisorSection } from '../../model/supervisor/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { removeOption } from '../edit/supervisor.ts';

export default defineRule({
  id: 'supervisor/unknown-key',
  title: 'A misspelt or unknown option is ignored without a word',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'An option that its section does not have. A near miss of an option (`num_procs`, `env`) is a warning; a name that resembles none is information.',
  why: 'supervisord never reports an option it does not know. The program runs with the default instead: one process, ten seconds to stop, no restart after a clean exit.',
  silent: [
    'Sections that plug-ins read (`[rpcinterface:x]`, `[ctlplugin:x]`, `[eventlistener:x]`) may hold any option.',
    'The name is a placeholder of a template, or the section is one that only another program reads.',
  ],
  logs: [],
  evidence: [
    {
      text: 'Supervisor source, options.py: only the names that it asks for are read',
      url: 'https://github.com/Supervisor/supervisor/blob/4.2.5/supervisor/options.py',
    },
    {
      text: 'Run with supervisor 4.2.5: num_procs=4, stopwaitsec=99 and auto_restart=true start one process, without a message',
    },
  ],
  fix: 'Replaces the name by the nearest option; removes the line where that option is there already.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        auto_restart=true
        ^^^^^^^^^^^^ warning: [program:mail] has no option 'auto_restart', so supervisord ignores it without a word. Did you mean 'autorestart'?
        stopwaitsec=99
        ^^^^^^^^^^^ warning: [program:mail] has no option 'stopwaitsec', so supervisord ignores it without a word. Did you mean 'stopwaitsecs'?
      `,
      fixed: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        autorestart=true
        stopwaitsec=99
      `,
    },
    {
      note: 'Names that other programs use, and one that none does:',
      bad: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        cwd=/srv/shop
        ^^^ warning: [program:mail] has no option 'cwd', so supervisord ignores it without a word. Did you mean 'directory'?
        owner_team=shop
        ^^^^^^^^^^ information: [program:mail] has no option 'owner_team', so supervisord ignores it without a word. Remove it, or check its name.
      `,
    },
    {
      good: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        AutoRestart=true
        [rpcinterface:deploy]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
        depth=3
      `,
    },
    {
      good: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        {{ extra_option }}=true
        [deploy]
        num_procs=3
      `,
    },
  ],
  check,
});

/** Names that other programs have for an option, too far from it to be a slip of the keyboard. */
const otherNames = new Map([
  ['env', 'environment'],
  ['cwd', 'directory'],
  ['chdir', 'directory'],
  ['workdir', 'directory'],
  ['workers', 'numprocs'],
  ['processes', 'numprocs'],
  ['stdout_log_file', 'stdout_logfile'],
  ['stderr_log_file', 'stderr_logfile'],
]);

const pluginKinds: readonly SupervisorSectionKind[] = ['rpcinterface', 'ctlplugin', 'eventlistener'];

function* check(deployment: Deployment): Iterable<Draft> {
  for (const section of deployment.supervisor.flatMap(({ sections }) => sections)) {
    const kind = sectionKindOf(section.name);
    if (!kind || pluginKinds.includes(kind)) continue;
    const names = optionsOf(kind).map(({ name }) => name);
    for (const [name, option] of section.options)
      if (!names.includes(name) && /^[a-z][\w.-]*$/.test(name))
        yield draft(deployment, section, option, nearOption(name, names));
  }
}

function nearOption(name: string, names: readonly string[]): string | undefined {
  const other = otherNames.get(name);
  if (other !== undefined && names.includes(other)) return other;
  return nearest(name, names, name.length < 5 ? 1 : 2);
}

function draft(
  deployment: Deployment,
  section: SupervisorSection,
  option: SupervisorOption,
  near: string | undefined,
): Draft {
  const advice = near ? `Did you mean '${near}'?` : 'Remove it, or check its name.';
  return {
    place: option.namePlace,
    message: `[${section.name}] has no option '${option.name}', so supervisord ignores it without a word. ${advice}`,
    ...(near ? {} : { severity: 'information' as const }),
    tag: 'unnecessary',
    fixes: near ? fixes(deployment, section, option, near) : [],
  };
}

function fixes(
  deployment: Deployment,
  { options }: SupervisorSection,
  option: SupervisorOption,
  near: string,
): readonly Fix[] {
  if (!options.has(near))
    return [{ title: `Replace by ${near}`, safe: false, edits: [replace(option.namePlace, near)] }];
  const removal = removeOption(deployment, option);
  return removal ? [{ title: `Remove it, ${near} is there`, safe: false, edits: [removal] }] : [];
}
