/** The prompt takes the focus when the terminal was opened on purpose, however long its code takes to arrive. */
let wanted = false;

export const wantPrompt = (): void => {
  wanted = true;
};

/** True once for each wish. */
export function promptIsWanted(): boolean {
  const was = wanted;
  wanted = false;
  return was;
}
