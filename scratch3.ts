import { explore } from '#proof/explore.ts';
import { transactionProtocol } from '#proof/transactions/protocol.ts';
import { withPlanted } from '#sim/planted.ts';
for (const [id, change] of [['M26', { late: 1 }], ['M26', {transactions: [2], late: 1 }], ['M25', { mode: 'verified', late: 1 }]] as any) {
  const t = process.cpuUsage();
  const f = withPlanted(id, () => explore(transactionProtocol({ mode: 'bumping', transactions: [1, 1], failovers: 0, timeouts: 0, late: 0, lateMarkers: 0, ...change } as any)));
  const u = process.cpuUsage(t);
  console.log(id, JSON.stringify(change), f.states, f.exhausted, ((u.user + u.system) / 1e6).toFixed(1), f.violation ? f.violation.message + '\n   ' + JSON.stringify(f.violation.path) : '-');
}
