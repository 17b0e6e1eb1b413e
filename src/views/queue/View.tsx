/** Work queues: messages flow out at the right end, stay with a worker until they are acknowledged, and are gone. */
import { useMemo } from 'react';
import type { ViewProps } from '../contract.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { HitLayer, target } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { px } from '../marks/motion.ts';
import { RecordCell } from '../marks/RecordCell.tsx';
import { fitText, textWidth } from '../marks/text.ts';
import { type QueueBox, type QueueLayout, queueLayout, TOKEN, type TokenBox, type WorkerBox } from './layout.ts';
import { queueModels } from './model.ts';
import css from './queue.module.css';
import { QueueTable } from './Table.tsx';

export function QueueView({ frame, words, width, onSelect, asTable }: ViewProps) {
  const queues = useMemo(() => queueModels({ frame, words }), [frame, words]);
  const layout = useMemo(() => queueLayout(queues, width), [queues, width]);
  const hits = useMemo(() => hitsOf(layout, onSelect), [layout, onSelect]);
  if (queues.length === 0) return <p className={css.empty}>{words('queue.empty')}</p>;
  if (asTable) return <QueueTable queues={queues} words={words} />;
  return (
    <div className={marks.view}>
      <div className={marks.picture} style={{ width: layout.width, height: layout.height }}>
        <svg aria-hidden="true" width={layout.width} height={layout.height} viewBox={`0 0 ${layout.width} ${layout.height}`}>
          {layout.boxes.map((box) => (
            <Queue key={box.queue.node} box={box} wide={layout.wide} nextWords={words('queue.next')} />
          ))}
        </svg>
        <HitLayer label={words('queue.grid')} hits={hits} />
      </div>
    </div>
  );
}

/** Names are read aloud and shown under a pointer; a press lets go of whatever else was selected. */
function hitsOf(layout: QueueLayout, onSelect: ViewProps['onSelect']) {
  return layout.boxes
    .flatMap(({ queue, channel, workers }) => [
      { key: `queue:${queue.node}`, name: `${queue.title}: ${queue.state}. ${queue.counts}. ${queue.deleted}.`, box: channel },
      ...workers.map(({ worker, y, height }) => ({
        key: `worker:${worker.node}`,
        name: `${worker.node}: ${worker.state}. ${worker.held.map(({ id }) => id).join(', ')} ${worker.processed}.`,
        box: { x: channel.x, y, width: channel.width, height },
      })),
    ])
    .map(({ key, name, box }, row) => ({ key, name, row, column: 0, ...target(box.x, box.y, box.width, box.height), onPress: () => onSelect(null) }));
}

function Queue({ box, wide, nextWords }: { readonly box: QueueBox; readonly wide: boolean; readonly nextWords: string }) {
  const { queue, channel, y } = box;
  const title = fitText(queue.title, 200, 15, true);
  const kindX = 14 + textWidth(title, 15, true) + 10;
  return (
    <g>
      <g data-fact={queue.fact}>
        <text className={css.title} x={14} y={y + 22} fontSize="15">
          {title}
        </text>
        <text className={css.muted} x={px(kindX)} y={y + 22} fontSize="13">
          {fitText(`${queue.kind} · ${queue.state}`, Math.max(40, channel.width - kindX), 13)}
        </text>
      </g>
      {queue.publishers.map(({ node, text, fact }, i) => (
        <g key={node} data-fact={fact}>
          <Shape className={css.glyph} shape={GLYPHS.producer} x={21} y={box.publishersY + i * 20 + 5} size={12} />
          <text className={css.text} x={34} y={box.publishersY + i * 20 + 10} fontSize="12">
            {fitText(`${node} · ${text}`, channel.width - 40, 12)}
          </text>
        </g>
      ))}
      <rect className={queue.up ? css.channel : css.dead} x={channel.x} y={channel.y} width={channel.width} height={channel.height} rx="8" />
      <text className={css.muted} x={channel.x + 12} y={channel.y + 20} fontSize="12">
        {fitText(queue.counts, channel.width - textWidth(nextWords, 12) - 48, 12)}
      </text>
      <text className={css.muted} x={channel.x + channel.width - 12} y={channel.y + 20} fontSize="12" textAnchor="end">
        {nextWords}
      </text>
      <Tokens tokens={box.tokens} />
      {box.more > 0 && <More count={box.more} x={channel.x + 14} y={channel.y + 53} />}
      {box.workers.map((one) => (
        <Worker key={one.worker.node} box={one} wide={wide} left={channel.x} width={channel.width} />
      ))}
      <g data-fact={queue.deletedFact}>
        <Shape className={css.passed} shape={GLYPHS.cross} x={21} y={y + box.height - 10} size={9} />
        <text className={css.muted} x={34} y={y + box.height - 6} fontSize="12">
          {queue.deleted}
        </text>
      </g>
    </g>
  );
}

function Tokens({ tokens }: { readonly tokens: readonly TokenBox[] }) {
  return tokens.map(({ token, x, y }) => (
    <g key={token.id} data-fact={token.fact}>
      <RecordCell x={x} y={y} letters={token.letters} fill={token.fill} kind="committed" />
      {token.redelivered && <Shape className={css.again} shape={GLYPHS.rebalance} x={x + TOKEN.width - 2} y={y + 1} size={12} />}
    </g>
  ));
}

const More = ({ count, x, y }: { readonly count: number; readonly x: number; readonly y: number }) => (
  <text className={css.text} x={x} y={y} fontSize="13">
    {`+${count}`}
  </text>
);

function Worker({ box, wide, left, width }: { readonly box: WorkerBox; readonly wide: boolean; readonly left: number; readonly width: number }) {
  const { worker, y, height, tokens, more } = box;
  const working = worker.working ? tokens[0] : undefined;
  return (
    <g>
      <rect className={worker.up ? css.row : css.dead} x={left} y={y} width={width} height={height} rx="8" />
      <g data-fact={worker.fact}>
        <Shape className={css.glyph} shape={GLYPHS.consumer} x={left + 14} y={y + 17} size={12} />
        <text className={css.title} x={left + 27} y={y + 21} fontSize="13">
          {fitText(worker.node, 140, 13, true)}
        </text>
        <text className={css.muted} x={wide ? left + 27 : left + width - 12} y={wide ? y + 40 : y + 21} fontSize="12" textAnchor={wide ? 'start' : 'end'}>
          {fitText(`${worker.state} · ${worker.processed}`, wide ? 152 : width - 190, 12)}
        </text>
      </g>
      <Tokens tokens={tokens} />
      {working && <rect className={css.working} x={px(working.x - 3)} y={working.y - 3} width={TOKEN.width + 6} height={TOKEN.height + 6} rx="6" />}
      {more > 0 && <More count={more} x={px(left + width - 44)} y={wide ? y + 31 : y + 57} />}
    </g>
  );
}
