/** The same run in Chromium: opens the built page with a link and asks it for its hash. */
export async function browserHash(_document: unknown, _events: number): Promise<{ hash: string; eventsPerSecond: number }> {
  throw new Error('not yet');
}
