import { describe, expect, it } from 'vitest';
import { halosOf, litBy, sameThing } from './attention.ts';
import { keyFill, keyLetters, keyText, plainLabel } from './key.ts';
import { between, stage } from './motion.ts';
import { fitMiddle, fitText, textWidth } from './text.ts';

describe('a key as it is seen', () => {
  it('keeps the fill of a letter for the whole run', () => {
    expect(keyFill('A')).toBe('var(--k0)');
    expect(keyFill('F')).toBe('var(--k5)');
    expect(keyFill('user-17')).toBe(keyFill('user-17'));
    expect(keyFill(null)).toBe('var(--bg)');
  });

  it('always has letters, three at most', () => {
    expect(keyLetters('A')).toBe('A');
    expect(keyLetters('user-17')).toBe('17');
    expect(keyLetters('customer')).toBe('cu');
    expect(keyLetters(null)).toBe('·');
  });

  it('is short in __consumer_offsets, where Kafka writes whole structures', () => {
    const offset = '{"group":"billing","topic":"orders","partition":0}';
    const group = '{"group":"billing"}';
    expect([offset, group].map(keyLetters)).toEqual(['off', 'grp']);
    expect([offset, group, 'A'].map(keyText)).toEqual(['offset billing orders-0', 'group billing', 'A']);
    expect(plainLabel(`records ${offset}${group}×4`)).toBe('records offset×4');
    expect(plainLabel(`records ${group}`)).toBe('records group');
    expect(plainLabel('Produce A×2')).toBe('Produce A×2');
  });
});

describe('motion', () => {
  it('is at the frame when the phase is 1, and where it was when it is 0', () => {
    expect(between(3, 5, 1)).toBe(5);
    expect(between(3, 5, 0)).toBe(3);
    expect(between(3, 5, 0.5)).toBe(4);
    expect(between(undefined, 5, 0)).toBe(5);
  });

  it('comes in stages', () => {
    expect(stage(0.1, 0.2, 0.6)).toBe(0);
    expect(stage(0.4, 0.2, 0.6)).toBeCloseTo(0.5);
    expect(stage(0.9, 0.2, 0.6)).toBe(1);
  });
});

describe('words in a picture', () => {
  it('are measured without a DOM, Hangul wider than Latin', () => {
    expect(textWidth('하이', 12)).toBeGreaterThan(textWidth('hi', 12));
    expect(textWidth('HW 3', 12, true)).toBeGreaterThanOrEqual(textWidth('HW 3', 12));
  });

  it('end in an ellipsis when they do not fit, or keep the partition number', () => {
    expect(fitText('leader', 400, 12)).toBe('leader');
    expect(fitText('NOT_LEADER_OR_FOLLOWER', 80, 12)).toMatch(/^NOT_.*…$/);
    const names = Array.from({ length: 40 }, (_, i) => `컨슈머-${i} kafka${i}`).join(', ');
    for (let room = 0; room < 300; room += 7) {
      // The longest beginning that fits, one letter at least.
      const longest = [...names].findLastIndex((_, i) => i === 0 || textWidth(`${[...names].slice(0, i + 1).join('')}…`, 12, true) <= room) + 1;
      expect(fitText(names, room, 12, true)).toBe(`${[...names].slice(0, longest).join('').trimEnd()}…`);
    }
    expect(fitMiddle('__consumer_offsets-7', 90, 13, 2)).toMatch(/^__.*…-7$/);
  });
});

describe('where to look', () => {
  it('puts a halo on what a step changed', () => {
    const halos = halosOf([
      { fact: 'RecordsAppended', tp: 'orders-0', broker: 1, role: 'leader', baseOffset: 3, lastOffset: 4, leaderEpoch: 0, ids: [] },
      { fact: 'ProcessKilled', node: 'kafka2' },
    ]);
    expect([...halos]).toEqual(['record:orders-0/1/3', 'record:orders-0/1/4', 'node:kafka2', 'broker:2']);
  });

  it('dims nothing without a spotlight', () => {
    expect(litBy([], { kind: 'group', group: 'billing' })).toBe(true);
    expect(litBy([{ kind: 'group', group: 'audit' }], { kind: 'group', group: 'billing' })).toBe(false);
  });

  it('lights a record on every replica when none is named', () => {
    const record = { kind: 'record', tp: 'orders-0', broker: 2, offset: 3 } as const;
    expect(sameThing({ ...record, broker: -1 }, record)).toBe(true);
    expect(sameThing({ ...record, broker: 1 }, record)).toBe(false);
  });
});
