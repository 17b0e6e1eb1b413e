/** The engine as one chunk: everything that simulates, parses or judges. The page draws itself first and loads this beside it. */
export { FAULT_GROUPS, faults, faultsFor, menuFaultsFor } from '#faults/catalog.ts';
export { chartsOf } from '#session/charts.ts';
export { ifChanged, ifCommand } from '#session/compare/what-if.ts';
export { goalsAt } from '#session/goals.ts';
export { answerTo } from '#session/questions.ts';
export { act, actsOf, openBeside, openSession, reconfigure, switchBranch } from '#session/session.ts';
export { wantedAt } from '#session/wanted.ts';
export { complete } from '#shell/complete.ts';
export { terminalFiles } from '#shell/files.ts';
export { parseCommand } from '#shell/parse.ts';
