/** `help` and `man`: what can be typed here. A tool's own help is its usage text. */
import type { ClusterSpec } from '#kafka/spec.ts';
import { type Refusal, refuse, say } from '#shell/outcome.ts';
import { toolsOf } from '#shell/tools/catalog.ts';

interface Entry {
  readonly name: string;
  readonly about: string;
}

/** One line a command, for `help` and for completion. */
export const commandList = (spec: ClusterSpec): readonly Entry[] => [
  ...toolsOf(spec).map(({ name, usage }) => ({ name, about: usage.about })),
  { name: 'docker', about: 'Kills, stops, starts, pauses and unplugs the containers of the cluster.' },
  { name: 'fault', about: 'Breaks what docker cannot: fault --help lists it.' },
  { name: 'app', about: 'Makes a consumer application call pause(), resume() or seek(): app --help lists it.' },
  { name: 'curl', about: 'Asks a service of the scenario over HTTP: curl -s burrow:8000/v3/kafka.' },
  { name: 'echo', about: 'Writes a line, to pipe into kafka-console-producer.sh or > into a file. Also printf and seq.' },
  { name: 'cat', about: 'Shows a file of the working directory; ls lists them.' },
  { name: 'man', about: 'Shows the help of a command.' },
  { name: 'help', about: 'Shows this list.' },
];

export function terminalHelp(spec: ClusterSpec): Refusal {
  const entries = commandList(spec);
  const width = Math.max(...entries.map(({ name }) => name.length));
  return say([
    ...entries.map(({ name, about }) => `${name.padEnd(width)}  ${about}`),
    '',
    'Every command runs inside the simulation, at the playhead: its requests travel the simulated network.',
  ]);
}

export function manual(name: string | undefined, spec: ClusterSpec): Refusal {
  if (name === undefined) return refuse(['What manual page do you want?', "For example, try 'man man'."]);
  const base = name.slice(name.lastIndexOf('/') + 1);
  const tool = toolsOf(spec).find((one) => one.name === base || one.name === `${base}.sh`);
  if (tool) return say([tool.usage.about, ...tool.usage.table]);
  const entry = commandList(spec).find((one) => one.name === base);
  return entry ? say([entry.about]) : refuse([`No manual entry for ${name}`], 16);
}
