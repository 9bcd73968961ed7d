import { nginxVariableText } from '../../catalog/docs/nginx.ts';
import { lazy } from '../../catalog/lazy.ts';
import { builtInVariables } from '../../catalog/nginx-other.ts';
import { variablesOf } from '../shared/nginx-variables.ts';
import type { CompletionItem } from './item.ts';
import type { NginxPlace } from './nginx-place.ts';

/** The built-in variables of a protocol and those that the configuration defines. */
export function variableItems(
  { reading }: NginxPlace,
  protocol: 'http' | 'stream',
  form: 'plain' | 'braces',
): readonly CompletionItem[] {
  const own = reading
    ? [...variablesOf(reading.config)].map(
        ([name, { name: by }]): CompletionItem => ({
          label: `$${name}`,
          kind: 'variable',
          detail: `set by ${by}`,
          rank: 0,
        }),
      )
    : [];
  const items = [...own, ...builtIn[protocol]()];
  return form === 'plain' ? items : items.map(braced);
}

const braced = (item: CompletionItem): CompletionItem => ({
  ...item,
  label: `\${${item.label.slice(1)}}`,
  ...(item.insert === undefined ? {} : { insert: item.insert.replace(/^\\\$(.*)$/, '\\${$1\\}') }),
});

const builtIn = {
  http: lazy(() => itemsOf('http')),
  stream: lazy(() => itemsOf('stream')),
};

function itemsOf(protocol: 'http' | 'stream'): readonly CompletionItem[] {
  const { names, families } = builtInVariables(protocol);
  return [
    ...[...names].map(
      (name): CompletionItem => ({
        label: `$${name}`,
        kind: 'variable',
        rank: nginxVariableText(name) === undefined ? 2 : 1,
        doc: { of: 'variable', name, protocol },
      }),
    ),
    ...families.map(
      (family): CompletionItem => ({
        label: `$${family}name`,
        kind: 'variable',
        insert: `\\$${family}\${1:name}`,
        form: 'snippet',
        rank: 3,
        doc: { of: 'variable', name: `${family}name`, protocol },
      }),
    ),
  ];
}
