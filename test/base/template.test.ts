import { describe, expect, it } from 'vitest';
import { looksTemplated, placeholdersIn } from '../../server/src/base/template.ts';
import { endsSoon } from '../support/soon.ts';

const texts = (text: string) =>
  placeholdersIn(text).map((found) => `${found.kind} ${text.slice(found.start, found.end)}`);

describe('placeholdersIn', () => {
  it.each([
    ['a{{ x }}b {{y}}', ['expression {{ x }}', 'expression {{y}}']],
    ['{% if x\n %}1{% endif %}', ['statement {% if x\n %}', 'statement {% endif %}']],
    ['<%= port %>:<% end %>', ['erb <%= port %>', 'erb <% end %>']],
    ['a ${HOME} ${X:-1} $HOME ${} ${a b}', ['variable ${HOME}', 'variable ${X:-1}']],
    ['__PORT__ @PORT@ M4_DS_PREFIX <DOCUMENT_ROOT>', 4],
    ['__name__ __file__ a@B.c <HTML> __init_subclass__', []],
    ['server {# note\n}\n#}', []],
    ['{# note #}', ['comment {# note #}']],
    ['{{ open', []],
    ['{{ open\n}}', []],
    ['{{{{{{ }}', ['expression {{{{{{ }}']],
    [
      "{{ '{{' }} {{ role }}_port }}; {{ x }}",
      ["expression {{ '{{' }} {{ role }}_port }}", 'expression {{ x }}'],
    ],
    ["{{ '{{' }} port {{ '}}' }};", ["expression {{ '{{' }} port {{ '}}' }}"]],
    ["{{ '{%' }} if x\n {{ '%}' }}1", ["statement {{ '{%' }} if x\n {{ '%}' }}"]],
    ["{{ '{{' }} open", ["expression {{ '{{' }}"]],
  ] as const)('%j', (text, expected) => {
    const found = texts(text);
    if (typeof expected === 'number') expect(found).toHaveLength(expected);
    else expect(found).toEqual(expected);
  });

  it('takes time by the length of a text of openers', () => {
    expect(endsSoon(() => placeholdersIn('{{ <% {% ${A:- __A @A '.repeat(50_000)))).toBe(true);
    expect(endsSoon(() => placeholdersIn("{{ '{%' }} {{ '{{' }} { ".repeat(50_000)))).toBe(true);
  });
});

describe('looksTemplated', () => {
  it.each([
    ['listen {{ port }};', true],
    ['proxy_pass http://${host};', false],
    ['bind = "0.0.0.0:8000"', false],
  ])('%j: %s', (text, expected) => expect(looksTemplated(text)).toBe(expected));
});
