import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWords, switchLocale } from '#app/i18n/i18n.ts';
import korean from '#app/i18n/mistakes.ko.ts';
import { tell } from '#app/i18n/tell.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioError } from '#scenario/error.ts';
import { readYaml } from '#scenario/yaml.ts';

const ROOM = 'src/scenario';
const sources = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('link'))
  .map((file) => readFileSync(`${ROOM}/${file}`, 'utf8'));

/** Sentences, and the words that fill their holes: literals with spaces in them that begin or end as such. */
const sentences = new Set(
  sources
    .flatMap((source) => [...source.matchAll(/\/\*[\s\S]*?\*\/|\/\/.*|`[^`]*`|'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)"/g)])
    .map(([, single, double]) => single ?? double ?? '')
    .filter((text) => /^[A-Za-z{][^`]*[a-z}] .*\.$/.test(text) || /^(?:a|an|true|expected|acked,) \w/.test(text)),
);

const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, hole]) => hole).sort();

function mistakesOf(text: string): readonly ScenarioError[] {
  const source = readYaml(text);
  if (!source.ok) return source.error;
  const compiled = compile(source.value.document);
  return compiled.ok ? [] : source.value.locate(compiled.error);
}

const toldIn = async (locale: 'en' | 'ko', text: string): Promise<readonly string[]> => {
  await switchLocale(locale);
  await i18next.loadNamespaces('mistakes');
  return mistakesOf(text).map((error) => tell(error).text);
};

describe('The mistakes of a scenario', () => {
  beforeAll(() => startWords('en'));

  it('have a Korean sentence for every English one, with the same holes', () => {
    expect(sentences.size).toBeGreaterThan(60);
    for (const sentence of sentences) {
      expect(korean).toHaveProperty([sentence]);
      expect(holes(korean[sentence as keyof typeof korean]), sentence).toEqual(holes(sentence));
    }
  });

  it('are told in Korean with particles and names in place, and in English as they were found', async () => {
    const text = 'highwater: 1\ntitle: x\ncluster: { brokrs: 3 }\n';
    expect(await toldIn('en', text)).toEqual(['unknown field.']);
    expect(await toldIn('ko', text)).toEqual(['모르는 필드입니다.']);
    const names = 'highwater: 1\ncluster: { brokers: 1 }\ntopics: { orders: {} }\nclients: { p1: { producer: order } }\nuntil: 2';
    expect(await toldIn('ko', names)).toEqual(['250ms나 2s 같은 시간을 써 주세요(2는 쓸 수 없습니다).']);
    expect(await toldIn('ko', names.replace('until: 2', 'until: 2s'))).toEqual(['order라는 토픽이 없습니다.']);
  });

  it('fill their holes with words of the same language', async () => {
    const text =
      'highwater: 1\ncluster: { brokers: 1 }\ntopics: { orders: {} }\ntimeline: [{ when: "hw(1) > 2", run: docker kill kafka1 }, { after: ack(5), run: docker kill kafka1 }]';
    expect(await toldIn('ko', text)).toEqual([
      '여기에는 orders-0 같은 토픽 파티션이 와야 합니다.',
      '여기에는 p1#2 같은 레코드 또는 orders-0이나 orders-0@3 같은 자리가 와야 합니다.',
    ]);
  });

  it("keep the words of Kafka, of the tools and of the YAML parser's codes apart from ours", async () => {
    const base = 'highwater: 1\ncluster: { brokers: 1 }\ntopics: { orders: { replication-factor: 3 } }\n';
    expect(await toldIn('ko', base)).toEqual(['Kafka가 거부합니다: Replication factor: 3 larger than available brokers: 1.']);
    const [refused] = await toldIn('ko', `${base.replace(' replication-factor: 3 ', '')}timeline: [{ at: 1s, run: docker kill kafka9 }]`);
    expect(refused).toMatch(/^명령이 거부됩니다: .*kafka9/);
    expect(await toldIn('ko', 'highwater: 1\nhighwater: 1\n')).toEqual(['YAML: 같은 이름을 한 곳에 두 번 썼습니다.']);
  });
});
