/** Burrow's own fixtures: a topic with 4321 records, a group with a full ring of commits and one with half a ring (core/internal/storage/fixtures.go). */
import { describe, expect, it } from 'vitest';
import { burrowConfig } from '#beside/burrow/config.ts';
import { type HttpContext, serveHttp } from '#beside/burrow/http.ts';
import { evaluateGroup } from '#beside/burrow/status.ts';
import { emptyStorage, type Storage, withBrokerOffset, withCommit, withOwner, withoutOwners, withoutTopic } from '#beside/burrow/storage.ts';

const config = burrowConfig({}, 'testcluster');
const NOW_S = 1_700_000_000;
const START_MS = NOW_S * 1000 - 100_000;

const commits = (storage: Storage, group: string, count: number): Storage =>
  Array.from({ length: count }, (_, i) => i).reduce(
    (known, i) =>
      withCommit(
        known,
        { group, topic: 'testtopic', partition: 0, offset: 1000 + i * 100, order: 10 + i, timestampMs: START_MS + i * 10_000 },
        NOW_S * 1000,
        config,
      ),
    storage,
  );

const polled = withBrokerOffset(emptyStorage, 'testtopic', 0, 1, 4321, config);
const storage = commits(commits(polled, 'testgroup', 10), 'testgroup2', 5);

const context = (changes: Partial<HttpContext> = {}): HttpContext => {
  const known = changes.storage ?? storage;
  return {
    host: 'burrow',
    clusters: ['testcluster'],
    servers: ['kafka1:9092'],
    config,
    storage: known,
    ready: true,
    nowS: NOW_S,
    evaluate: (group) => evaluateGroup(known, group, NOW_S, config),
    ...changes,
  };
};

const get = (url: string, changes: Partial<HttpContext> = {}) => {
  const { status, body } = serveHttp('GET', url, context(changes));
  return { status, json: JSON.parse(body) };
};

const at = (offset: number, i: number, lag: number | null) => ({ offset, timestamp: START_MS + i * 10_000, observedAt: NOW_S * 1000, lag });

describe('the status of a group', () => {
  it('is OK with a full ring, recent commits and a lag that shrinks', () => {
    const { json } = get('/v3/kafka/testcluster/consumer/testgroup/status');
    expect(json.status).toMatchObject({ status: 'OK', complete: 1, partition_count: 1, totallag: 2421, partitions: [] });
  });

  it('lists every partition when asked for the lag', () => {
    const { json } = get('/v3/kafka/testcluster/consumer/testgroup/lag');
    expect(json.status.partitions).toEqual([
      {
        topic: 'testtopic',
        partition: 0,
        owner: '',
        client_id: '',
        status: 'OK',
        start: at(1000, 0, 3321),
        end: at(1900, 9, 2421),
        current_lag: 2421,
        complete: 1,
      },
    ]);
  });

  it('is ERR when a partition stopped, and complete only where rings are full', () => {
    const { json } = get('/v3/kafka/testcluster/consumer/testgroup2/status');
    expect(json.status).toMatchObject({
      status: 'ERR',
      complete: 0,
      partition_count: 1,
      totallag: 2921,
      maxlag: { start: { offset: 1000 }, end: { offset: 1400 } },
    });
    expect(json.status.partitions).toMatchObject([{ status: 'STOP', complete: 0.5 }]);
  });

  it('is NOTFOUND for a group that nobody knows: 404, but no error', () => {
    const { status, json } = get('/v3/kafka/testcluster/consumer/nosuchgroup/status');
    expect(status).toBe(404);
    expect(json).toMatchObject({
      error: false,
      message: 'consumer status returned',
      status: { status: 'NOTFOUND', complete: 1, partitions: [], maxlag: null },
    });
  });

  it('is OK without partitions and complete to 0 when the topic was deleted', () => {
    const { json } = get('/v3/kafka/testcluster/consumer/testgroup/lag', { storage: withoutTopic(storage, 'testtopic') });
    expect(json.status).toMatchObject({ status: 'OK', partitions: [], complete: 0, partition_count: 0 });
  });

  it('is forgotten when it has not committed for expire-group seconds', () => {
    const later = NOW_S + config.expireGroupS + 1;
    expect(evaluateGroup(storage, 'testgroup', later, config)).toBeUndefined();
  });

  it('leaves partitions out of account whose ring is not as full as minimum-complete asks', () => {
    const strict = { ...config, minimumCompleteRatio: 0.6 };
    expect(evaluateGroup(storage, 'testgroup2', NOW_S, strict)).toMatchObject({ status: 'OK', partitions: [{ rule: 'incomplete' }] });
  });
});

describe('the ring of commits', () => {
  const seen = (order: number, offset: number, seconds: number) => ({
    group: 'g',
    topic: 'testtopic',
    partition: 0,
    offset,
    order,
    timestampMs: START_MS + seconds * 1000,
  });
  const ring = (known: Storage) => known.groups.get('g')?.topics.get('testtopic')?.[0].commits ?? [];
  const add = (known: Storage, ...args: Parameters<typeof seen>) => withCommit(known, seen(...args), NOW_S * 1000, config);

  it('drops commits of a topic whose end it does not know yet', () => {
    expect(ring(add(emptyStorage, 1, 5, 0))).toEqual([]);
  });

  it('keeps the newest ten', () => {
    const full = Array.from({ length: 12 }, (_, i) => i).reduce((known, i) => add(known, i, i, i), polled);
    expect(ring(full).map(({ order }) => order)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('puts a late commit where its order belongs, without a lag', () => {
    const known = add(add(add(polled, 1, 10, 0), 5, 50, 40), 3, 30, 20);
    expect(ring(known).map(({ offset, lag }) => [offset, lag])).toEqual([
      [10, 4311],
      [30, undefined],
      [50, 4271],
    ]);
  });

  it('ignores a commit that it has, and one older than a full ring', () => {
    const full = Array.from({ length: 10 }, (_, i) => i + 5).reduce((known, i) => add(known, i, i, i), polled);
    expect(ring(add(full, 7, 99, 1))).toEqual(ring(full));
    expect(ring(add(full, 2, 2, 2))).toEqual(ring(full));
  });

  it('lets a commit within min-distance take the place of the one before, and keeps that one’s time', () => {
    const distant = { ...config, minDistanceS: 5 };
    const known = withCommit(withCommit(polled, seen(1, 10, 0), NOW_S * 1000, distant), seen(2, 20, 2), NOW_S * 1000, distant);
    expect(ring(known)).toMatchObject([{ offset: 20, order: 2, timestampMs: START_MS }]);
  });

  it('never has a lag below zero: the poll may be older than the commit', () => {
    expect(ring(add(polled, 1, 5000, 0))[0].lag).toBe(0);
  });
});

describe('the HTTP answers', () => {
  it('have the fields in the order of the Go structs', () => {
    const { body } = serveHttp('GET', '/v3/kafka', context());
    expect(body).toBe('{"error":false,"message":"cluster list returned","clusters":["testcluster"],"request":{"url":"/v3/kafka","host":"burrow"}}');
  });

  it('list topics, offsets, groups and groups of a topic', () => {
    expect(get('/v3/kafka/testcluster/topic').json.topics).toEqual(['testtopic']);
    expect(get('/v3/kafka/testcluster/topic/testtopic').json.offsets).toEqual([4321]);
    expect(get('/v3/kafka/testcluster/consumer').json.consumers).toEqual(['testgroup', 'testgroup2']);
    expect(get('/v3/kafka/testcluster/topic/testtopic/consumers').json.consumers).toEqual(['testgroup', 'testgroup2']);
  });

  it('show the ring of a group with its empty places in front, and who owns a partition', () => {
    const owned = withOwner(storage, 'testgroup2', 'testtopic', 0, '/172.18.0.9', 'consumer-1');
    const { json } = get('/v3/kafka/testcluster/consumer/testgroup2', { storage: owned });
    const [partition] = json.topics.testtopic;
    expect(partition).toMatchObject({ owner: '/172.18.0.9', client_id: 'consumer-1', 'current-lag': 2921 });
    expect(partition.offsets.slice(0, 6)).toEqual([null, null, null, null, null, at(1000, 0, 3321)]);
    expect(get('/v3/kafka/testcluster/consumer/testgroup2', { storage: withoutOwners(owned, 'testgroup2') }).json.topics.testtopic[0].owner).toBe('');
  });

  it('say that a cluster, a group, a topic or an address is unknown', () => {
    expect(get('/v3/kafka/other/topic')).toMatchObject({ status: 404, json: { error: true, message: 'cluster not found' } });
    expect(get('/v3/kafka/testcluster/topic/none')).toMatchObject({ status: 404, json: { message: 'cluster or topic not found' } });
    expect(get('/v3/kafka/testcluster/consumer/none')).toMatchObject({ status: 404, json: { message: 'cluster or consumer not found' } });
    expect(get('/v2/kafka')).toMatchObject({ status: 404, json: { error: true, message: 'invalid request type' } });
    expect(serveHttp('POST', '/v3/kafka', context()).status).toBe(405);
  });

  it('remove a group, or one topic of it', () => {
    const { body, storage: rest } = serveHttp('DELETE', '/v3/kafka/testcluster/consumer/testgroup', context());
    expect(JSON.parse(body)).toMatchObject({ error: false, message: 'consumer group removed' });
    expect([...rest.groups.keys()]).toEqual(['testgroup2']);
    expect(serveHttp('DELETE', '/v3/kafka/testcluster/consumer/testgroup2/topic/testtopic', context()).storage.groups.has('testgroup2')).toBe(false);
  });

  it('tell whether it is ready', () => {
    expect(serveHttp('GET', '/burrow/admin', context())).toMatchObject({ status: 200, body: 'GOOD' });
    expect(serveHttp('GET', '/burrow/admin/ready', context({ ready: false }))).toMatchObject({ status: 503, body: 'STARTING' });
  });

  it('round shares as a float32 is printed', () => {
    const thirds = withOwner(withBrokerOffset(storage, 'testtopic', 2, 3, 10, config), 'testgroup', 'testtopic', 2, 'h', 'c');
    const { body } = serveHttp('GET', '/v3/kafka/testcluster/consumer/testgroup/status', context({ storage: thirds }));
    expect(body).toContain('"complete":0.33333334');
  });
});
