import type { Program } from '../../model/deployment.ts';
import { instanceTemplate } from '../shared/instance-template.ts';
import { serversOf } from '../shared/program.ts';
import { deploymentsAround, type Question } from '../shared/question.ts';
import { type CompletionItem, literal } from './item.ts';

/** A whole file for each gunicorn program that reads none, while this one is empty. */
export function fileSnippets(question: Question): readonly CompletionItem[] {
  if (!/^\s*\w{0,40}\s*$/.test(question.file.text)) return [];
  return deploymentsAround(question).flatMap(({ programs }) => programs.filter(isGunicorn).map(fileSnippet));
}

const isGunicorn = (program: Program): boolean => serversOf(program)[0]?.kind === 'gunicorn';

function fileSnippet(program: Program): CompletionItem {
  const servers = serversOf(program);
  const binds = servers.flatMap((server) => (server.binds.known ? server.binds.value : []));
  const isBound = binds.some(({ from }) => from === 'command line');
  const template = instanceTemplate(binds.flatMap(({ address }) => address ?? []));
  const instances = Math.max(1, servers.length);
  const rule = 'multiprocessing.cpu_count() * 2 + 1';
  const workers = instances > 1 ? `max(1, (${rule}) // instances)` : rule;
  return {
    label: `gunicorn.conf.py for program ${program.name}`,
    kind: 'snippet',
    detail: instances > 1 ? `${instances} instances` : '1 instance',
    insert: [
      'import multiprocessing',
      '',
      ...(isBound || instances > 1
        ? []
        : [`bind = "\${1:${literal(template?.text ?? 'unix:/run/app/web.sock')}}"`, '']),
      ...(instances > 1
        ? [
            `# supervisord starts ${instances} of ${program.name}: together they keep to 2 × cores + 1.`,
            `instances = ${instances}`,
          ]
        : []),
      `workers = ${workers}`,
      'timeout = ${2:30}',
      'graceful_timeout = ${3:30}',
      'max_requests = ${4:1000}',
      'max_requests_jitter = ${5:100}',
      'accesslog = "-"',
      '$0',
    ].join('\n'),
    form: 'snippet',
    filter: 'gunicorn import',
    rank: 0,
    doc: {
      of: 'text',
      markdown: `Workers by the rule for the cores${instances > 1 ? `, shared out among ${instances} instances` : ''}, and the settings that most deployments need.`,
    },
  };
}
