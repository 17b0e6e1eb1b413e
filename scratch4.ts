import { groupProtocol } from '#proof/groups/protocol.ts';
import { withPlanted } from '#sim/planted.ts';
const p = groupProtocol({ protocol: 'cooperative', departures: 0, expiries: 0, failovers: 0, late: 0, ...eval('(' + process.argv[2] + ')') } as any);
withPlanted('M34', () => {
  const seen = new Set([p.key(p.initial)]); let level: any[] = [{ s: p.initial, path: [] }];
  while (level.length) { const next: any[] = [];
    for (const { s, path } of level) {
      let last = '';
      try { p.successors(s, (m, a) => { last = m; const k = p.key(a); const msg = p.brokenState?.(a) ?? p.broken(s, a); if (msg) { console.log(msg, JSON.stringify([...path, m])); process.exit(); } if (!seen.has(k)) { seen.add(k); next.push({ s: a, path: [...path, m] }); } }); }
      catch (e: any) { console.log('THROWN', e.message, JSON.stringify(path), 'after', last); for (const c of s.consumers) console.log(c.name, JSON.stringify(c.classic.data), c.owned, c.lost); process.exit(); }
    }
    level = next; }
  console.log('none', seen.size);
});
