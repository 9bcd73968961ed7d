import { RequestType } from 'vscode-languageserver';
import { answering } from '../answer.ts';
import { type RulePageParams, type RulePageResult, rulePageRequest } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** The page that explains a rule, for the links of findings: nothing is fetched. */
export const rulePages: Feature = {
  capabilities: {},
  register: (session) => {
    session.connection.onRequest(
      new RequestType<RulePageParams, RulePageResult, void>(rulePageRequest),
      answering<RulePageParams, RulePageResult>(
        session.log,
        'The page of a rule',
        { markdown: null },
        async ({ rule }) => ({ markdown: await pageOf(session, rule) }),
      ),
    );
  },
};

/** Null for a rule without a page. */
async function pageOf({ data }: Session, rule: string): Promise<string | null> {
  const pages = ((await data('rules.json')) ?? {}) as Readonly<Record<string, unknown>>;
  const page = Object.hasOwn(pages, rule) ? pages[rule] : undefined;
  return typeof page === 'string' ? page : null;
}
