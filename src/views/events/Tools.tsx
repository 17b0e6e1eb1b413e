/** Above the list: how much of it is wanted, of which node, with which words. */
import { Search } from 'lucide-react';
import type { Words } from '../contract.ts';
import { useRegionName } from '../marks/place.ts';
import css from './events.module.css';
import { type Filter, LEVELS } from './model.ts';

interface Props {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly nodes: readonly string[];
  readonly found: number;
  readonly of: number;
  readonly words: Words;
}

export function Tools({ filter, onFilter, nodes, found, of, words }: Props) {
  return (
    <search className={css.tools} aria-label={useRegionName(words('events.tools'))}>
      <label className={css.search}>
        <Search size={16} strokeWidth={1.5} aria-hidden="true" />
        <input
          type="search"
          data-search="events"
          placeholder={words('events.search')}
          aria-label={words('events.search')}
          value={filter.query}
          onChange={(event) => onFilter({ ...filter, query: event.target.value })}
        />
      </label>
      <fieldset className={css.levels}>
        <legend className="vh">{words('events.level')}</legend>
        {LEVELS.map((level) => (
          <label key={level} className={css.level}>
            <input type="radio" name="events-level" className="vh" checked={filter.level === level} onChange={() => onFilter({ ...filter, level })} />
            <span>{words(`events.levels.${level}`)}</span>
          </label>
        ))}
      </fieldset>
      <select
        className={css.nodes}
        aria-label={words('events.node')}
        value={nodes.includes(filter.node) ? filter.node : ''}
        onChange={(event) => onFilter({ ...filter, node: event.target.value })}
      >
        <option value="">{words('events.everyNode')}</option>
        {nodes.map((node) => (
          <option key={node} value={node}>
            {node}
          </option>
        ))}
      </select>
      <p className={css.found}>{words('events.found', { found, of })}</p>
    </search>
  );
}
