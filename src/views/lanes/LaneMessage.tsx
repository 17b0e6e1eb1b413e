/** What is on the wire for a replica, in its header: towards the log it enters, away from the log it leaves. */

import { MessagePill, pillLabel, pillWidth } from '../marks/MessagePill.tsx';
import { px } from '../marks/motion.ts';
import { textWidth } from '../marks/text.ts';
import { flagBox } from '../marks/Waterline.tsx';
import { type LaneProps, tankOf } from './Lane.tsx';
import { rightOf, xOf } from './layout.ts';
import { progressOf } from './messages.ts';

export const PILL_HEIGHT = 20;

/** On a phone the pill shares the air above the water with the flag. */
function flagEnd({ lane, layout, words }: LaneProps): number {
  const text = words('lanes.hw', { offset: lane.highWatermark });
  if (!lane.live) return 0;
  if (lane.highWatermark < layout.window.start) return layout.window.leftX + 16 + textWidth(text, 12, true);
  const flag = flagBox(xOf(layout, lane.highWatermark), text, rightOf(layout));
  return flag.x + flag.width;
}

export function LaneMessage(props: LaneProps & { readonly nowUs: number }) {
  const { lane, box, layout, nowUs } = props;
  const latest = lane.messages[lane.messages.length - 1];
  if (!latest) return null;
  const more = lane.messages.length - 1;
  const short = pillLabel(latest.label, more > 0 ? 76 : 100);
  const label = more > 0 ? `${short} +${more}` : short;
  const into = latest.to === `kafka${lane.broker}`;
  const width = pillWidth(label);
  const left = layout.narrow ? layout.width - 12 - width - 24 : 12;
  const right = layout.narrow ? layout.width - 12 : tankOf(props).left - 4;
  if (layout.narrow && flagEnd(props) > left - 6) return <g data-fact={lane.facts.message} />;
  const travel = Math.max(0, right - left - width);
  const t = latest.lost ? Math.min(0.5, progressOf(latest, nowUs)) : progressOf(latest, nowUs);
  const x = left + travel * (into ? t : 1 - t);
  const y = layout.narrow ? box.y + 33 : box.y + box.height - PILL_HEIGHT - 5;
  return (
    <MessagePill
      x={px(x)}
      y={px(y)}
      width={width}
      height={PILL_HEIGHT}
      label={label}
      category={latest.category}
      lost={latest.lost}
      towards={into ? 'right' : 'left'}
      fact={lane.facts.message}
    />
  );
}
