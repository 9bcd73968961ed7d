import type { Edit, Span } from '../../base/span.ts';
import type { Question } from '../shared/question.ts';
import type { FormatOptions } from './edit.ts';
import { formatNginx } from './nginx.ts';
import { formatSupervisor } from './supervisor.ts';

export type { FormatOptions } from './edit.ts';

/**
 * The edits that tidy a file (within a part of it, where one is given): white space alone, and only where the program
 * reads the same afterwards. Empty for gunicorn.conf.py, which Python's own formatters keep.
 */
export function format({ file }: Question, options: FormatOptions, within?: Span): readonly Edit[] {
  const edits =
    file.kind === 'nginx'
      ? formatNginx(file, options)
      : file.kind === 'supervisor'
        ? formatSupervisor(file)
        : [];
  return edits
    .filter(({ span }) => !within || (span.start >= within.start && span.end <= within.end))
    .map(({ span, newText }) => ({ uri: file.uri, span, newText }));
}
