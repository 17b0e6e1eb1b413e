/** Records what Kafka's own classes compute without a cluster: assignments, key hashes. `npm run conformance:record -- classes`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchRelease, libsOf, RELEASES, type Release } from './release.ts';

const RELEASE: Release = { version: RELEASES['4.3'], metadata: 'kraft' };

/** By class of `classes/`: the file of the fixture. */
const RECORDINGS: Readonly<Record<string, string>> = { Assignors: 'assignors.txt', Keys: 'keys.txt', Configs: 'configs.txt', Samples: 'samples.txt' };

export function recordClasses(): void {
  fetchRelease(RELEASE);
  const libs = join(libsOf(RELEASE), '*');
  const target = join(libsOf(RELEASE), '..', 'classes');
  mkdirSync(target, { recursive: true });
  for (const [name, file] of Object.entries(RECORDINGS)) {
    execFileSync('javac', ['-nowarn', '-d', target, '-cp', libs, join(import.meta.dirname, 'classes', `${name}.java`)], { stdio: 'inherit' });
    const logging = `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'tools-log4j2.yaml')}`;
    const lines = execFileSync('java', ['-Xmx256m', logging, '-cp', `${target}:${libs}`, name], { maxBuffer: 1 << 26 }).toString();
    const head = `# Apache Kafka ${RELEASE.version}, classes/${name}.java, npm run conformance:record -- classes\n`;
    writeFileSync(join(import.meta.dirname, '..', 'fixtures', RELEASE.version, file), head + lines);
  }
}
