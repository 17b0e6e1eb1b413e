/** Loads the workbench: when it is shown, and when somebody is about to open a lesson. */
import { loadEngine } from '#app/run/load.ts';

export const loadWorkbench = () => import('#app/workbench/Workbench.tsx');

/** A hand or the focus is on a lesson's link. */
export function fetchLesson(): void {
  void loadWorkbench();
  void loadEngine();
}
