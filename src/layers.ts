/** The dependency rule as data: what each room may import, and whether it is pure. Think hard before changing it. */
export interface Layer {
  /** Other rooms this room may import, besides itself. `file:` entries name single files. */
  readonly may: readonly string[];
  /** npm packages this room may import (prefix match). */
  readonly packages: readonly string[];
  readonly pure: boolean;
}

const core = ['sim', 'kafka', 'faults'] as const;

export const layers: Readonly<Record<string, Layer>> = {
  sim: { may: [], packages: ['xstate'], pure: true }, // xstate only in sim/machine.ts
  kafka: { may: ['sim'], packages: ['xstate'], pure: true },
  faults: { may: ['sim', 'kafka'], packages: [], pure: true },
  shell: { may: [...core], packages: [], pure: true },
  scenario: { may: [...core, 'shell'], packages: ['zod', 'yaml', 'fflate'], pure: true },
  session: { may: [...core, 'shell', 'scenario'], packages: [], pure: true },
  lessons: { may: [...core, 'shell', 'scenario', 'session'], packages: [], pure: true },
  export: { may: [...core, 'shell', 'scenario', 'session'], packages: [], pure: true },
  views: {
    may: ['file:kafka/frame.ts', 'file:kafka/facts.ts', 'file:sim/trace.ts'],
    packages: ['react', 'd3', 'lucide-react'],
    pure: false,
  },
  app: {
    may: [...core, 'shell', 'scenario', 'session', 'lessons', 'export', 'views'],
    packages: ['react', 'react-dom', 'zustand', 'react-aria-components', 'react-resizable-panels', 'i18next', 'react-i18next', 'es-hangul', '@codemirror', 'uqr', 'lucide-react', 'pretendard', 'd3', 'virtual:pwa-register'],
    pure: false,
  },
  headless: { may: [...core, 'shell', 'scenario', 'session', 'lessons', 'export'], packages: ['node:'], pure: false },
  conformance: { may: [...core, 'shell', 'scenario', 'session', 'lessons', 'export'], packages: ['node:'], pure: false },
};
