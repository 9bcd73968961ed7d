import { expect, test } from 'vitest';
import { lonePath } from '../../server/src/rules/example.ts';
import { allRules } from '../../server/src/rules/index.generated.ts';
import { createLanguageService, type LanguageService } from '../../server/src/service.ts';
import { type Fixture, readFixture } from '../support/fixture.ts';
import { memoryDisk, memoryLogger } from '../workspace/support.ts';
import { askAll } from './ask.ts';
import { mutate, seeded } from './mutate.ts';

/** `MUTANTS=100000 npx vitest run test/robustness` is the long run; `SEED=7` another one. */
const mutants = Number(process.env.MUTANTS ?? 3000);
const seed = Number(process.env.SEED ?? 1);
/** Edits of one deployment, one after the other, before the next is opened. */
const session = 20;
/** Milliseconds for all questions about one mutant; far above any seen, so that only a runaway meets it. */
const limit = 10_000;

const fixtures: readonly Fixture[] = allRules.flatMap((rule) =>
  rule.examples.map((example) => {
    const literal = 'bad' in example ? example.bad : example.good;
    return readFixture(literal, lonePath(rule.reads[0] ?? 'supervisor', literal));
  }),
);
const texts = fixtures.flatMap(({ files }) => files.map(({ text }) => text));

async function opened(files: ReadonlyMap<string, string>, errors: string[]): Promise<LanguageService> {
  const logger = { ...memoryLogger(), error: (message: string) => void errors.push(message) };
  const service = createLanguageService({ host: memoryDisk({}), logger });
  await service.workspace.setFolders(['file:///w']);
  for (const [uri, text] of files) service.workspace.open(uri, text);
  return service;
}

const found = (service: LanguageService): string =>
  JSON.stringify([...service.findings(service.workspace.snapshot)]);

test(
  `${mutants} broken texts: nothing throws, points outside or hangs, and a session ends as a fresh start`,
  async () => {
    const random = seeded(seed);
    const int = (below: number): number => Math.floor(random() * below);
    const errors: string[] = [];
    for (let done = 0; done < mutants; done += session) {
      const { files } = fixtures[int(fixtures.length)] ?? { files: [] };
      const current = new Map(files.map(({ path, text }) => [`file:///w${path}`, text]));
      const service = await opened(current, errors);
      for (let edit = 0; edit < session; edit++) {
        const [uri = '', text = ''] = [...current][int(current.size)] ?? [];
        const mutant = mutate(text, texts, random).slice(0, 20_000);
        current.set(uri, mutant);
        const started = performance.now();
        service.workspace.open(uri, mutant);
        const { snapshot } = service.workspace;
        if (snapshot.files.has(uri)) {
          const offsets = [int(mutant.length + 1), int(mutant.length + 1)];
          expect(askAll(service, snapshot, uri, offsets), mutant).toEqual([]);
        }
        expect(performance.now() - started, mutant).toBeLessThan(limit);
      }
      expect(errors).toEqual([]);
      expect(found(service)).toBe(found(await opened(current, errors)));
    }
  },
  600_000 + mutants * 20,
);
