/** The dependency rule as data: what each room may import, and whether it is pure. Think hard before changing it. */
export interface Layer {
  /** Other rooms this room may import, besides itself. `file:` entries name single files. */
  readonly may: readonly string[];
  /** npm packages this room may import (prefix match). */
  readonly packages: readonly string[];
  readonly pure: boolean;
}

const core = ['sim', 'kafka', 'beside', 'faults'] as const;

export const layers: Readonly<Record<string, Layer>> = {
  sim: { may: [], packages: ['xstate'], pure: true }, // xstate only in sim/machine.ts
  kafka: { may: ['sim'], packages: ['xstate'], pure: true },
  /** What stands beside Kafka in a scenario: a lag monitor, a work queue. */
  beside: { may: ['sim', 'kafka'], packages: [], pure: true },
  faults: { may: ['sim', 'kafka'], packages: [], pure: true },
  shell: { may: [...core], packages: [], pure: true },
  scenario: { may: [...core, 'shell'], packages: ['zod', 'yaml', 'fflate'], pure: true },
  session: { may: [...core, 'shell', 'scenario'], packages: [], pure: true },
  lessons: { may: [...core, 'shell', 'scenario', 'session'], packages: [], pure: true },
  export: { may: [...core, 'shell', 'scenario', 'session'], packages: [], pure: true },
  views: {
    may: ['file:kafka/frame.ts', 'file:kafka/facts.ts', 'file:sim/trace.ts', 'file:sim/chart.ts'],
    packages: ['react', 'd3', 'lucide-react'],
    pure: false,
  },
  app: {
    may: [...core, 'shell', 'scenario', 'session', 'lessons', 'export', 'views', 'file:conformance/agreement.json'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      'react-aria-components',
      'react-resizable-panels',
      'i18next',
      'react-i18next',
      'es-hangul',
      '@codemirror',
      'uqr',
      'lucide-react',
      'pretendard',
      'd3',
      'virtual:pwa-register',
    ],
    pure: false,
  },
  /** How do we know that it is right? Exhaustive search, swarm, planted bugs. */
  proof: { may: [...core, 'shell', 'scenario', 'session', 'lessons'], packages: [], pure: true },
  headless: { may: [...core, 'shell', 'scenario', 'session', 'lessons', 'export', 'proof'], packages: ['node:', '@playwright/test', 'vite'], pure: false },
  conformance: { may: [...core, 'shell', 'scenario', 'session', 'lessons', 'export'], packages: ['node:', 'yaml'], pure: false },
  /** The house check itself. */
  tidy: { may: ['file:layers.ts'], packages: ['vite'], pure: false },
};

/** What tests may import besides: `x.test.ts`, and `x.testkit.ts`, which only tests import. */
export const testPackages: readonly string[] = ['vitest', 'fast-check', 'node:', 'react-dom'];

/** Rooms that tests of a room may import besides: pictures are tested with the words that the app gives them. */
export const testRooms: Readonly<Record<string, readonly string[]>> = { views: ['app'] };

/** Files outside `kafka` that may know XState. */
export const xstateFiles: readonly string[] = ['sim/machine.ts', 'sim/moves.ts'];

/** Kafka's subsystems: each imports only those before it. */
export const kafkaOrder: readonly string[] = [
  'protocol',
  'log',
  'metadata',
  'replication',
  'groups',
  'share',
  'coordinator',
  'transactions',
  'controller',
  'broker',
  'clients',
];

/** Files of `kafka` itself that every subsystem may import; they rest on the protocol only. */
export const kafkaShared: readonly string[] = ['kind.ts', 'spec.ts', 'facts.ts', 'frame.ts'];

/** Files of `kafka` itself that put the subsystems together; no subsystem may import them. */
export const kafkaTop: readonly string[] = ['cluster.ts', 'project.ts', 'catalog.ts', 'machines.ts'];

/** What each catalogue lists: every file of this form must be reached from it. `*` stands for one name, `**` for any folders. */
export const catalogues: Readonly<Record<string, string>> = {
  'kafka/catalog.ts': 'kafka/**/invariants.ts',
  'beside/catalog.ts': 'beside/*/node.ts',
  'faults/catalog.ts': 'faults/*.ts',
  'shell/tools/catalog.ts': 'shell/tools/*.ts',
  'lessons/catalog.ts': 'lessons/*/lesson.ts',
  'lessons/examples/catalog.ts': 'lessons/examples/*.ts',
  'views/catalog.ts': 'views/*/View.tsx',
  // The words of pages that load later are listed by those pages.
  'app/i18n/en/catalog.ts': '',
  'app/i18n/ko/catalog.ts': '',
  'scenario/migrations/catalog.ts': 'scenario/migrations/*.ts',
};
