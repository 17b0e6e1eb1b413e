import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Unbroken } from './Unbroken.tsx';

const whole = (text: string): string[] =>
  [...renderToStaticMarkup(createElement(Unbroken, { text })).matchAll(/<span[^>]*>([^<]*)<\/span>/g)].map(([, words]) => words);

test('what must not be torn in two stays in one line: names of partitions, options of a command, a number with its unit, a thing with its number', () => {
  expect(whole('The controller waits 9 s for broker 1.')).toEqual(['9 s', 'broker 1']);
  expect(whole('Follower broker 2 fetched offset 2 of orders-0.')).toEqual(['broker 2', 'offset 2', 'orders-0']);
  expect(whole('t = 7 s까지 브로커 3이 돌아온다')).toEqual(['t = 7 s', '브로커 3']);
  expect(whole('curl -s burrow:8000/v3 --max-time 2')).toEqual(['-s', '--max-time']);
  expect(whole('5 sheep and orders-0-x')).toEqual([]);
});
