import nodeModule from 'node:module';

// From Node 22.1 on, what was compiled once is kept on disk; before, there is no such function.
const { enableCompileCache } = nodeModule as { enableCompileCache?: () => unknown };
enableCompileCache?.();

// Imported after the cache is on, so that it takes part.
const { run } = await import('./run.ts');
const { processIo } = await import('./io.ts');
process.exitCode = await run(process.argv.slice(2), processIo());
