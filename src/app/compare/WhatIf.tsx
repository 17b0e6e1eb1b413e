/** "What if …": one thing that could be different, from here on or from the start. What is chosen is a command line or a setting, as it will be shared. */
import { Split } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalText, tryChanges, tryCommand } from '#app/compare/act.ts';
import { FaultFields } from '#app/compare/FaultFields.tsx';
import { SettingFields } from '#app/compare/SettingFields.tsx';
import { ownersOf } from '#app/compare/settings.ts';
import styles from '#app/compare/WhatIf.module.css';
import { timeText } from '#app/format.ts';
import { faultChoices, isAllowed } from '#app/run/faults.ts';
import { current } from '#app/run/holder.ts';
import { state } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Sheet } from '#app/widgets/Sheet.tsx';
import type { Change } from '#scenario/change.ts';

const ORDERS = { ties: 'fault tie-shuffle', overtake: 'fault reorder --from all --to all --by 500ms' } as const;
type Order = keyof typeof ORDERS;
type Kind = 'fault' | 'setting' | 'order' | 'seed';

/** What the lesson allows of it, at the playhead. */
function useOffer() {
  return useMemo(() => {
    const { branch, timeline } = current();
    if (branch === null || timeline === null) return null;
    const cursor = Math.min(state().cursor, timeline.end);
    const { commands, settings } = branch.scenario.lesson.limits;
    const ended = timeline.complete && cursor >= timeline.end;
    const frame = timeline.frameAt(cursor);
    const choices = ended ? [] : faultChoices(frame, commands, state().selection);
    const owners = ownersOf(frame, branch.scenario.document, settings);
    const orders = ended ? [] : (Object.keys(ORDERS) as Order[]).filter((id) => isAllowed(ORDERS[id], commands));
    const kinds: Kind[] = [
      ...(ended || commands?.length === 0 ? [] : (['fault'] as const)),
      ...(owners.length > 0 ? (['setting'] as const) : []),
      ...(orders.length > 0 ? (['order'] as const) : []),
      ...(settings === undefined ? (['seed'] as const) : []),
    ];
    return { choices, owners, orders, kinds, ended, seed: branch.scenario.spec.seed, step: timeline.stopsUpTo(cursor), timeUs: timeline.timeAt(cursor) };
  }, []);
}

export function WhatIf({ onClose }: { readonly onClose: () => void }) {
  // Meanings of settings come with the dialog, so that choosing a kind never waits.
  const { t } = useTranslation(['compare', 'config']);
  return (
    <Sheet title={t('compare:whatIf.title')} open onClose={onClose}>
      <Form onClose={onClose} />
    </Sheet>
  );
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('compare');
  const offer = useOffer();
  const [kind, setKind] = useState<Kind>(offer?.kinds[0] ?? 'seed');
  const [line, setLine] = useState('');
  const [change, setChange] = useState<Change | null>(null);
  const [order, setOrder] = useState<Order>(offer?.orders[0] ?? 'ties');
  const [seed, setSeed] = useState(String((offer?.seed ?? 0) + 1));
  const [refusal, setRefusal] = useState<readonly string[]>([]);
  if (offer === null) return null;
  const changes: Change[] = kind === 'seed' ? [{ target: 'cluster', key: 'seed', value: seed.trim() }] : kind === 'setting' && change !== null ? [change] : [];
  const command = kind === 'fault' ? line.trim() : kind === 'order' ? ORDERS[order] : '';
  const go = async () => {
    const against = command === '' ? refusalText(await tryChanges(changes)) : tryCommand(command);
    if (against.length === 0) onClose();
    else setRefusal(against);
  };
  const choose = (next: Kind) => {
    setKind(next);
    setRefusal([]);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (command !== '' || changes.length > 0) void go();
      }}
    >
      <fieldset className={styles.kinds}>
        <legend className="vh">{t('whatIf.kind')}</legend>
        {offer.kinds.map((id) => (
          <label key={id} className={styles.kind}>
            <input type="radio" name="kind" value={id} checked={kind === id} onChange={() => choose(id)} />
            <span>{t(`whatIf.kinds.${id}`)}</span>
          </label>
        ))}
      </fieldset>
      <p className={styles.lead}>
        {kind === 'fault' || kind === 'order' ? t('whatIf.here', { step: offer.step, time: timeText(offer.timeUs) }) : t('whatIf.whole')}
        {offer.ended ? ` ${t('whatIf.ended')}` : ''}
      </p>
      {kind === 'fault' ? <FaultFields choices={offer.choices} line={line} onLine={setLine} /> : null}
      {kind === 'setting' ? <SettingFields owners={offer.owners} onChange={setChange} /> : null}
      {kind === 'order' ? <Orders orders={offer.orders} order={order} onOrder={setOrder} /> : null}
      {kind === 'seed' ? <Seed seed={seed} now={offer.seed} onSeed={setSeed} /> : null}
      {refusal.length === 0 ? null : (
        <p className={styles.refusal} role="alert">
          {t('whatIf.refused')} <span lang="en">{refusal.join(' ')}</span>
        </p>
      )}
      <Button type="submit" look="primary" size="large" isDisabled={command === '' && changes.length === 0}>
        <Split size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('whatIf.go')}
      </Button>
    </form>
  );
}

function Orders({ orders, order, onOrder }: { readonly orders: readonly Order[]; readonly order: Order; readonly onOrder: (order: Order) => void }) {
  const { t } = useTranslation('compare');
  return (
    <div className={styles.options}>
      {orders.map((id) => (
        <label key={id} className={styles.option}>
          <input type="radio" name="order" value={id} checked={order === id} onChange={() => onOrder(id)} />
          <span>
            {t(`whatIf.order.${id}`)}
            <code lang="en" translate="no">
              {ORDERS[id]}
            </code>
          </span>
        </label>
      ))}
    </div>
  );
}

function Seed({ seed, now, onSeed }: { readonly seed: string; readonly now: number; readonly onSeed: (seed: string) => void }) {
  const { t } = useTranslation('compare');
  return (
    <label className={styles.label}>
      <span>
        {t('whatIf.seed')} <span className={styles.now}>{t('whatIf.now', { value: now })}</span>
      </span>
      <input className={styles.field} inputMode="numeric" autoComplete="off" value={seed} onChange={(event) => onSeed(event.target.value)} />
      <span className={styles.note}>{t('whatIf.seedNote')}</span>
    </label>
  );
}
