import type { LanguageService } from '../service.ts';
import type { Log } from './log.ts';

/** Milliseconds that findings wait for files that a change newly refers to; they are read on, and shown again. */
const patience = 250;

/** Keeps what the editor shows in step with what changed. */
export interface Refresh {
  /** To be called after each change. Changes that wait together are one; a lone one is answered at once. */
  changed(): void;
  /** Holds the findings back while folders are read, since half a deployment gives false alarms; then shows them. */
  loading(work: () => Promise<void>): Promise<void>;
}

/** `show` sends what changed; it is called after everything that waits was taken in. */
export function refresher(service: LanguageService, log: Log, show: () => void): Refresh {
  let loads = 0;
  let waiting = false;
  let shown: unknown;
  const showNow = (): void => {
    shown = service.workspace.snapshot;
    guarded(log, 'Showing the findings', show);
  };
  const settle = (): Promise<void> =>
    service.workspace.settle().catch((error) => log.failure('Reading included files', error));
  const settleAndShow = async (): Promise<void> => {
    waiting = false;
    if (loads > 0) return;
    const settled = settle();
    await Promise.race([settled, pause(patience)]);
    if (waiting || loads > 0) return;
    showNow();
    await settled;
    if (shown !== service.workspace.snapshot && !waiting && loads === 0) showNow();
  };
  const changed = (): void => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => void settleAndShow(), 0);
  };
  const loading = async (work: () => Promise<void>): Promise<void> => {
    loads++;
    await work().catch((error) => log.failure('Reading the folders', error));
    await settle();
    loads--;
    if (loads === 0) showNow();
  };
  return { changed, loading };
}

function guarded(log: Log, what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    log.failure(what, error);
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
