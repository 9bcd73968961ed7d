import { RequestType } from 'vscode-languageserver';
import { allRules } from '../../rules/index.generated.ts';
import { rulePage } from '../../rules/page.ts';
import { answering } from '../answer.ts';
import { type RulePageParams, type RulePageResult, rulePageRequest } from '../protocol.ts';
import type { Feature } from './feature.ts';

/** The page that explains a rule, for the links of findings: nothing is fetched. */
export const rulePages: Feature = {
  capabilities: {},
  register: ({ connection, log }) => {
    connection.onRequest(
      new RequestType<RulePageParams, RulePageResult, void>(rulePageRequest),
      answering<RulePageParams, RulePageResult>(log, 'The page of a rule', { markdown: null }, ({ rule }) => {
        const found = allRules.find(({ id }) => id === rule);
        return { markdown: found ? rulePage(found) : null };
      }),
    );
  },
};
