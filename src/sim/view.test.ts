import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashValue } from '#sim/hash.ts';
import { appended, emptyView, truncated, type View, viewAt, viewSlice } from '#sim/view.ts';

const contents = <T>(view: View<T>): T[] => viewSlice(view, 0, view.length);

/** One operation on one of the versions made so far. */
const operation = fc.record({ version: fc.nat(), append: fc.integer({ min: 0, max: 600 }), keep: fc.option(fc.nat(), { nil: undefined }) });

test('every version ever made stays what it was, whatever is appended to or cut from the others', () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 25 }), (operations) => {
      const versions: { view: View<number>; model: number[] }[] = [{ view: emptyView(), model: [] }];
      let item = 0;
      for (const { version, append, keep } of operations) {
        let { view, model } = versions[version % versions.length];
        model = model.slice();
        if (keep !== undefined) {
          const length = keep % (model.length + 2);
          view = truncated(view, length);
          model = model.slice(0, length);
        }
        for (let i = 0; i < append; i++) {
          view = appended(view, item);
          model.push(item++);
        }
        versions.push({ view, model });
      }
      for (const { view, model } of versions) {
        expect(view.length).toBe(model.length);
        expect(contents(view)).toEqual(model);
        for (const at of [0, 255, 256, 257, model.length - 1]) if (at >= 0 && at < model.length) expect(viewAt(view, at)).toBe(model[at]);
      }
    }),
    { numRuns: 60 },
  );
});

test('a slice is bounded by the view and does not reach into items of later versions', () => {
  const early = appended(appended(emptyView<string>(), 'a'), 'b');
  appended(early, 'c');
  expect(viewSlice(early, -5, 99)).toEqual(['a', 'b']);
  expect(viewSlice(early, 1, 2)).toEqual(['b']);
  expect(viewSlice(early, 2, 3)).toEqual([]);
});

test('equal contents have equal hashes, however the versions came about', () => {
  let long = emptyView<number>();
  let plain = emptyView<number>();
  for (let i = 0; i < 700; i++) long = appended(long, i);
  for (let i = 0; i < 300; i++) plain = appended(plain, i);
  const cut = truncated(long, 300);
  expect(hashValue(0, cut)).toBe(hashValue(0, plain));
  expect(hashValue(0, appended(cut, -1))).not.toBe(hashValue(0, appended(plain, -2)));
});

test('appending is cheap: a version shares what it has in common with the one before', () => {
  let view = emptyView<number>();
  for (let i = 0; i < 256; i++) view = appended(view, i);
  const first = view.chunks[0];
  for (let i = 0; i < 300; i++) view = appended(view, i);
  expect(view.chunks[0]).toBe(first);
  expect(appended(view, 1).tail).toBe(view.tail);
});
