import { type LineIndex, lineIndex } from './line-index.ts';
import { memo } from './memo.ts';

/**
 * What a file is. `supervisor`, `gunicorn` and `nginx` are the three languages; `profile` is `scaling-lens.ini`;
 * `context` is a file that only tells how the deployment is started or built (start script, systemd unit,
 * Dockerfile, compose file, requirements, application module).
 */
export type FileKind = Language | 'profile' | 'context';

/** The three languages of a deployment. */
export type Language = 'supervisor' | 'gunicorn' | 'nginx';

/** One immutable text. An edit makes a new object, so whatever was computed of the old one stays with the old. */
export interface TextFile {
  readonly uri: string;
  readonly text: string;
  readonly kind: FileKind;
  /** Offset of the first character that stands for undecodable bytes (U+FFFD); absent where all bytes decode. */
  readonly undecodableAt?: number;
  /** Python's words for these bytes (`utf8Reason`); absent where all bytes decode or nobody asked. */
  readonly undecodableReason?: string;
}

/** The line starts of a file, computed once. */
export const linesOf: (file: TextFile) => LineIndex = memo((file: TextFile) => lineIndex(file.text));
