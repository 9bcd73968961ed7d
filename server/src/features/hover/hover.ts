import type { Language } from '../../base/file.ts';
import type { Span } from '../../base/span.ts';
import type { NginxReference } from '../../catalog/nginx-reference.ts';
import type { Finding } from '../../model/finding.ts';
import { languageOf, type Question } from '../shared/question.ts';
import { gunicornHover } from './gunicorn.ts';
import { nginxHover } from './nginx.ts';
import { type Hover, type HoverParts, layOut } from './parts.ts';
import { profileHover } from './profile.ts';
import { supervisorHover } from './supervisor.ts';

export type { Hover } from './parts.ts';

type HoverOf = (question: Question, reference: NginxReference | undefined) => HoverParts | undefined;

const byLanguage: Readonly<Record<Language, HoverOf>> = {
  supervisor: supervisorHover,
  gunicorn: gunicornHover,
  nginx: nginxHover,
};

export interface HoverOptions {
  /** `left out` where the editor shows information and hints itself; shown unless told otherwise. */
  readonly advice?: 'shown' | 'left out';
  /** The manual's words on nginx; without them only the catalogue speaks. */
  readonly reference?: NginxReference | undefined;
}

/** What an editor shows of the token at an offset; undefined where there is nothing to say. */
export function hover(
  question: Question,
  { advice = 'shown', reference }: HoverOptions = {},
): Hover | undefined {
  const language = languageOf(question.file);
  const parts = language
    ? byLanguage[language](question, reference)
    : question.file.kind === 'profile'
      ? profileHover(question)
      : undefined;
  return parts && layOut(parts, advice === 'shown' ? adviceOn(question, parts.about ?? parts.span) : []);
}

/** Advice on a part of the text; errors and warnings are shown by the editor itself. */
const adviceOn = ({ findings }: Question, { start, end }: Span): readonly Finding[] =>
  findings.filter(
    ({ severity, place: { span } }) =>
      (severity === 'information' || severity === 'hint') && span.start <= end && start <= span.end,
  );
