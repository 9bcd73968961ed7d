import type { TextFile } from '../../base/file.ts';
import type { Versions } from '../deployment.ts';
import type { Assumptions, GunicornFile } from '../gunicorn/types.ts';

/** What reading a launch needs from outside: the files it names, and what is known of the machine. */
export interface ServerContext {
  /**
   * The file that a path of the launch means; `folder` is where the server starts (undefined when nobody says).
   * Undefined when it is not at hand.
   */
  file(path: string, folder: string | undefined, as: 'gunicorn' | 'context'): TextFile | undefined;
  /** Static evaluation of a gunicorn configuration file. */
  evaluate(file: TextFile, assumptions: Assumptions): GunicornFile;
  /** Cores of the target; undefined when nobody says. */
  readonly cores: number | undefined;
  /** Where `cores` comes from, for hovers: `scaling-lens.ini`. */
  readonly coresFrom: string;
  readonly versions: Versions;
}
