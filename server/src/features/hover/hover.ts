import type { Language } from '../../base/file.ts';
import { touches } from '../../base/span.ts';
import type { Finding } from '../../model/finding.ts';
import { languageOf, type Question } from '../shared/question.ts';
import { gunicornHover } from './gunicorn.ts';
import { nginxHover } from './nginx.ts';
import { type Hover, type HoverParts, layOut } from './parts.ts';
import { supervisorHover } from './supervisor.ts';

export type { Hover } from './parts.ts';

const byLanguage: Readonly<Record<Language, (question: Question) => HoverParts | undefined>> = {
  supervisor: supervisorHover,
  gunicorn: gunicornHover,
  nginx: nginxHover,
};

/** What an editor shows of the token at an offset; undefined where there is nothing to say. */
export function hover(question: Question): Hover | undefined {
  const language = languageOf(question.file);
  const parts = language && byLanguage[language](question);
  return parts && layOut(parts, adviceAt(question));
}

/** Advice on the place; errors and warnings are shown by the editor itself. */
const adviceAt = ({ findings, offset }: Question): readonly Finding[] =>
  findings.filter(
    ({ severity, place }) =>
      (severity === 'information' || severity === 'hint') && touches(place.span, offset),
  );
