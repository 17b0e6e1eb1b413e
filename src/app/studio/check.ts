/** Checks what is written: YAML, then schema, then Kafka's own rules; what passes goes on the stage. */
import i18next from 'i18next';
import { openDraft } from '#app/run/open.ts';
import { remember, remembered } from '#app/storage.ts';
import { state } from '#app/store.ts';
import { textIn } from '#app/story/script.ts';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { pathText, type ScenarioError } from '#scenario/error.ts';
import { readYaml, writeYaml } from '#scenario/yaml.ts';

/** Said when it is shown, so that it follows the page's language. */
export interface Mistake extends Pick<ScenarioError, 'message' | 'said'> {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly nearest: string | undefined;
}

let lastGood = '';

/** With a draft that does not work, the stage begins with the last one that did. */
export function stageLastGood(): void {
  const kept = readYaml(remembered<string>('goodDraft', ''));
  const source = kept.ok ? kept : readYaml(starters()[0].text);
  if (source.ok) openDraft(source.value.document);
}

/** Mistakes in the text; without any, it is on the stage now. */
export function check(text: string): readonly Mistake[] {
  const source = readYaml(text);
  if (!source.ok) return source.error.map(mistake);
  const written = JSON.stringify(source.value.document);
  if (written === lastGood) return [];
  const errors = openDraft(source.value.document);
  if (errors.length > 0) return source.value.locate(errors).map(mistake);
  lastGood = written;
  remember('goodDraft', text);
  return [];
}

const mistake = ({ line, column, path, message, said, nearest }: ScenarioError): Mistake => ({
  line: line ?? 1,
  column: column ?? 1,
  path: pathText(path),
  message,
  said,
  nearest,
});

const SMALL: ScenarioDocument = {
  highwater: 1,
  title: 'My first scenario',
  kafka: '4.3',
  seed: 1,
  cluster: { brokers: 3 },
  network: { latency: '1ms..3ms' },
  topics: { orders: { partitions: 1, 'replication-factor': 3, config: { 'min.insync.replicas': 2 } } },
  clients: {
    p1: { producer: 'orders', rate: '4/s', keys: ['A', 'B', 'C'], config: { acks: 'all' } },
    billing: { consumer: 'orders', members: 1, processing: '50ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
  },
  timeline: [{ at: '3s', run: 'docker kill kafka1' }],
  until: '20s',
};

export interface Starter {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** Texts to begin with, the small one first. */
export function starters(): readonly Starter[] {
  const { locale } = state();
  return [
    { id: 'small', title: i18next.t('studio:blank'), text: writeYaml(SMALL) },
    ...examples.map(({ slug, scenario }) => ({ id: slug, title: textIn(scenario.title, locale), text: writeYaml(scenario) })),
    ...lessons.map(({ slug, scenario }) => ({ id: slug, title: textIn(scenario.title, locale), text: writeYaml(scenario) })),
  ];
}
