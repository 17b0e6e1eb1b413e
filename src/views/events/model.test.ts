import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views.ts';
import { fixtures } from '../fixtures.ts';
import { wordsFrom } from '../gallery/words.ts';
import { thingOfEvent, weightOf } from '../marks/things.ts';
import { type Filter, filtered, nodesOf, rowNow, sayingIn } from './model.ts';

const { trace, frame } = fixtures.takeover;
const events = trace.events();
const saying = sayingIn(wordsFrom(en), (fact) => fact.fact);
const listed = (filter: Partial<Filter>, length = trace.length) =>
  filtered(events, length, { level: 'everything', node: '', query: '', ...filter }, saying).map((at) => events[at].name);

describe('which events are listed', () => {
  it('are landmarks, changes or everything', () => {
    expect(listed({ level: 'landmarks' })).toEqual(['DockerNetworkDisconnect', 'DockerKill', 'MaybeFenceStaleBroker']);
    expect(listed({ level: 'changes' })).not.toContain('HeartbeatDue');
    expect(listed({})).toHaveLength(events.length);
  });

  it('are those of a node: what came to it, and what it sent', () => {
    expect(listed({ node: 'kafka3' })).toEqual(['FetchResponse', 'FetchRequest', 'FetchResponse']);
    expect(nodesOf(events, trace.length)).toEqual(['controller1', 'kafka1', 'kafka2', 'kafka3', 'p1']);
  });

  it('have every word of the search in what is said of them, in any case', () => {
    expect(listed({ query: 'fetch KAFKA2' })).toEqual(['FetchResponse', 'FetchRequest', 'FetchRequest', 'FetchResponse']);
    expect(listed({ query: 'leaderelected' })).toEqual(['MaybeFenceStaleBroker']);
    expect(listed({ query: 'nobody is there' })).toEqual(['FetchRequest']);
    expect(listed({ query: 'no such thing' })).toEqual([]);
  });

  it('leave out what lies behind an open question', () => {
    expect(listed({}, 10)).toHaveLength(10);
  });
});

describe('the playhead in the list', () => {
  it('stands after the last listed event that has happened', () => {
    expect(rowNow([3, 5, 9], 0)).toBe(-1);
    expect(rowNow([3, 5, 9], 4)).toBe(0);
    expect(rowNow([3, 5, 9], 6)).toBe(1);
    expect(rowNow([3, 5, 9], 100)).toBe(2);
  });
});

describe('what an event is about', () => {
  it('is what its most telling fact names, else the node it happened to', () => {
    expect(thingOfEvent(events[1], frame)).toEqual({ kind: 'record', tp: 'orders-0', broker: 1, offset: 3 });
    expect(thingOfEvent(events[15], frame)).toEqual({ kind: 'broker', id: 1 });
    expect(thingOfEvent(events[7], frame)).toEqual({ kind: 'controller', node: 'controller1' });
    expect(weightOf(events[15])).toBe(3);
    expect(weightOf(events[7])).toBe(0);
  });
});
