/** Property tests draw the same cases in every run, so that a red one is red for everybody. `SEED=7 npx vitest run …` draws others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SEED ?? 2026) });
