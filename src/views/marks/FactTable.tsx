/** A view's text twin: a plain table whose cells carry the same facts as the picture's marks. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import css from './marks.module.css';
import { useRegionName } from './place.ts';
import { Unbroken } from './Unbroken.tsx';

export interface FactText {
  readonly text: string;
  readonly fact?: string | null;
}

export interface FactRow {
  readonly key: string;
  readonly head: string;
  readonly cells: readonly (readonly FactText[])[];
}

interface Props {
  readonly caption: string;
  /** The first column names the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly FactRow[];
}

export function FactTable({ caption, columns, rows }: Props) {
  const name = useRegionName(caption);
  const box = useRef<HTMLDivElement>(null);
  const scrolls = useOverflow(box);
  return (
    <div ref={box} className={css.tableBox} {...(scrolls ? { role: 'region', tabIndex: 0, 'aria-label': name, 'data-scrolls': '' } : {})}>
      <table className={css.table}>
        <caption>
          <Unbroken text={caption} />
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <Unbroken text={row.head} />
              </th>
              {row.cells.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name
                <td key={i}>
                  <Cell texts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A table wider than its place scrolls inside it, and a keyboard must reach it and move it; one that is not wider has its caption for a name, and needs no region of the same name. */
function useOverflow(box: RefObject<HTMLDivElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const place = box.current;
    if (place === null) return;
    const measure = () => setOverflows(place.scrollWidth > place.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    for (const element of [place, ...place.children]) observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return overflows;
}

function Cell({ texts }: { readonly texts: readonly FactText[] }) {
  if (texts.length === 0) return '–';
  if (texts.length === 1)
    return (
      <span data-fact={texts[0].fact ?? undefined}>
        <Unbroken text={texts[0].text || '–'} />
      </span>
    );
  return (
    <ul className={css.list}>
      {texts.map((one) => (
        <li key={`${one.fact} ${one.text}`} data-fact={one.fact ?? undefined}>
          <Unbroken text={one.text} />
        </li>
      ))}
    </ul>
  );
}
