/** One thing that a person sees or hears; the first that is missing ends the run. */
export async function check(what: string, see: () => Promise<unknown>): Promise<void> {
  const started = Date.now();
  try {
    await see();
    console.log(`  ${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);
  } catch (error) {
    throw new Error(`Not seen: ${what}`, { cause: error });
  }
}

const patience = 20_000;

/** Looks again until it holds; fails after 20 seconds, or those given, with what was there instead. */
export async function until<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  timeout = patience,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`Waited in vain; the last was ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The same until it equals; the failure names both. */
export async function untilEqual<T>(look: () => Promise<T>, expected: T, timeout = patience): Promise<void> {
  const wanted = JSON.stringify(expected);
  await until(look, (seen) => JSON.stringify(seen) === wanted, timeout).catch((cause) => {
    throw new Error(`Expected ${wanted}`, { cause });
  });
}

/**
 * Acts again until the sign is there, which is waited for as long as it is told: the editor draws anew, under pointer
 * and focus, what its text or its findings move.
 */
export async function actUntil(
  act: () => Promise<unknown>,
  sign: (timeout: number) => Promise<unknown>,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await act();
      await sign(2500);
      return;
    } catch (cause) {
      if (tries === 8) throw new Error(`${tries} tries did nothing`, { cause });
    }
  }
}
