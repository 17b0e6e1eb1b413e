import { explore } from '#proof/explore.ts';
import { groupProtocol } from '#proof/groups/protocol.ts';
import { withPlanted } from '#sim/planted.ts';
const sc = (protocol: any, change: any) => ({ protocol, departures: 0, expiries: 0, failovers: 0, late: 0, ...change });
const scopes: any[] = eval(process.argv[3]);
for (const id of process.argv[2].split(',')) for (const [p, c] of scopes) {
  const t = process.cpuUsage();
  const run = () => explore(groupProtocol(sc(p, c)), 400000);
  const f = id === '-' ? run() : withPlanted(id as any, run);
  const u = process.cpuUsage(t);
  console.log(id, p, JSON.stringify(c), f.states, f.exhausted, ((u.user + u.system) / 1e6).toFixed(1), f.violation ? f.violation.message + '\n   ' + JSON.stringify(f.violation.path) : '-');
}
