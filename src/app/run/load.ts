/** Loads the engine once. Whatever needs it while a run is open may ask for it at once: an open run means that it is there. */
type Engine = typeof import('#app/run/engine.ts');

let engine: Engine | null = null;
let loading: Promise<Engine> | null = null;

export function loadEngine(): Promise<Engine> {
  loading ??= import('#app/run/engine.ts').then((loaded) => {
    engine = loaded;
    return loaded;
  });
  return loading;
}

export function engineNow(): Engine {
  if (engine === null) throw new Error('The engine is asked for before a run is open.');
  return engine;
}
