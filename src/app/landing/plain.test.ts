import { expect, it } from 'vitest';
import { plainList } from '#app/landing/plain.ts';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';

it('names every lesson and every example once in each language, and is only text and lists', () => {
  const html = plainList();
  expect(html.match(/<li>/g)).toHaveLength(2 * (lessons.length + examples.length));
  for (const title of ['An acknowledged record is lost (acks=1)', '성공 응답을 받은 레코드가 사라진다 (acks=1)'])
    expect(html.split(`<li>${title}</li>`)).toHaveLength(2);
  expect(html.replace(/<\/?(?:section(?: lang="(?:en|ko)")?|h2|ul|li)>/g, '')).not.toMatch(/[<>]/);
});
