import { supervisorExpansionDoc } from '../../catalog/docs/supervisor.ts';
import type { NginxReference } from '../../catalog/nginx-reference.ts';
import { serverFlag } from '../../catalog/servers.ts';
import { type Card, cardText } from '../shared/card.ts';
import { gunicornCard, workerClassCard } from '../shared/cards/gunicorn.ts';
import {
  directiveCard,
  directiveIn,
  parameterCard,
  parameterIn,
  variableCard,
} from '../shared/cards/nginx.ts';
import { flagCard } from '../shared/cards/server.ts';
import { sectionCard, supervisorCard } from '../shared/cards/supervisor.ts';
import type { DocKey } from './item.ts';

/** The description of an item in Markdown; undefined where nobody has written one. */
export function documentationOf(key: DocKey, reference: NginxReference | undefined): string | undefined {
  if (key.of === 'text') return key.markdown;
  const card = cardOf(key, reference);
  return card && cardText(card);
}

function cardOf(
  key: Exclude<DocKey, { of: 'text' }>,
  reference: NginxReference | undefined,
): Card | undefined {
  switch (key.of) {
    case 'section':
      return sectionCard(key.kind);
    case 'option':
      return supervisorCard(key.kind, key.name);
    case 'expansion': {
      const { text, link } = supervisorExpansionDoc(key.name);
      return { meaning: text, facts: [], manual: link };
    }
    case 'setting':
      return gunicornCard(key.name);
    case 'class':
      return workerClassCard(key.name);
    case 'flag': {
      const option = serverFlag(key.server, key.flag);
      return option && flagCard(option);
    }
    case 'directive':
      return directiveCard(key.name, key.context, reference);
    case 'parameter': {
      const parameter = parameterIn(key.directive, key.context, key.name);
      const info = directiveIn(key.directive, key.context);
      return parameter && info && parameterCard(parameter, info);
    }
    case 'variable':
      return variableCard(key.name, key.protocol, reference);
  }
}
