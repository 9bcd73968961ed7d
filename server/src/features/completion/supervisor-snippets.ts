import { addressKey } from '../../model/address.ts';
import type { LinkedUpstream } from '../../model/deployment.ts';
import { type InstanceTemplate, instanceTemplate, stemOf } from '../shared/instance-template.ts';
import { deploymentsAround, type Question } from '../shared/question.ts';
import { type CompletionItem, literal } from './item.ts';
import { unboundServers, userItems } from './known-values.ts';

/** A program for each upstream that has servers which nobody binds, filled in from its addresses. */
export const programItems = (question: Question): readonly CompletionItem[] =>
  deploymentsAround(question).flatMap(({ upstreams }) =>
    upstreams.flatMap((linked) => programItem(question, linked) ?? []),
  );

function programItem(question: Question, linked: LinkedUpstream): CompletionItem | undefined {
  const free = unboundServers(linked);
  const template = free.length === linked.servers.length ? instanceTemplate(free) : undefined;
  if (!template) return undefined;
  const { name } = linked.upstream;
  const instances = template.count === 1 ? '' : ` (${template.count} instances)`;
  return {
    label: `[program] for upstream ${name}${instances}`,
    kind: 'snippet',
    detail: free.map(addressKey).slice(0, 2).join(', '),
    insert: programText(question, name, template),
    form: 'snippet',
    filter: `[program:${name}] for upstream`,
    rank: 5,
    doc: {
      of: 'text',
      markdown: `A program whose instances bind what the upstream \`${name}\` calls and nobody binds: ${template.count} × \`${template.text}\`.`,
    },
  };
}

function programText(question: Question, name: string, { text, start, count }: InstanceTemplate): string {
  const user = userItems(question)[0]?.label ?? 'www-data';
  const program = stemOf(name);
  const many =
    count === 1
      ? []
      : [
          literal('process_name=%(program_name)s_%(process_num)02d'),
          `numprocs=${count}`,
          ...(start === 0 ? [] : [`numprocs_start=${start}`]),
        ];
  return [
    `[program:\${1:${program}}]`,
    `command=\${2:gunicorn} -b ${literal(text)} \${3:app.wsgi:application}`,
    ...many,
    'directory=${4:/srv/app}',
    `user=\${5:${user}}`,
    'autorestart=true',
    'redirect_stderr=true',
    '$0',
  ].join('\n');
}
