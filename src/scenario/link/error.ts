/** What is wrong with a link, by the codes of the reliability notes, section 6.6. Texts are the English ones; the app has its own by code. */
import type { ScenarioCode, ScenarioError } from '#scenario/error.ts';

export type LinkCode = 'U00' | 'U01' | 'U02' | 'U03' | 'U04' | 'U05' | 'U06' | 'U07' | 'U08' | ScenarioCode;

export interface LinkError {
  readonly code: LinkCode;
  readonly message: string;
  /** What is wrong inside the scenario, when the link itself is whole. */
  readonly errors: readonly ScenarioError[];
}

const MESSAGES: Readonly<Record<LinkCode, string>> = {
  U00: 'This is not a link to a scenario.',
  U01: 'This link was made by a newer version. Open the latest simulator.',
  U02: 'This link is too long to open safely (limit 16,384 characters).',
  U03: 'This link has characters that do not belong. Copy it again.',
  U04: 'The end of this link is missing. Some chat programs cut long links.',
  U05: 'This link was changed on the way.',
  U06: 'This link is damaged.',
  U07: 'This link unpacks to more than we allow (128 KB).',
  U08: 'This link is damaged.',
  U09: 'This is not a scenario.',
  U10: 'This scenario is nested too deeply.',
  U11: 'This scenario has an unknown field.',
  U12: 'A field of this scenario has a value of the wrong kind.',
  U13: 'A number in this scenario is out of range.',
  U14: 'This scenario has more of something than we allow.',
  U15: 'This scenario refers to something that does not exist.',
  U16: 'Kafka would refuse this configuration.',
  U17: 'This scenario is too heavy: it opens paused and is limited to 5,000,000 steps.',
  U19: 'A text of this scenario has characters that cannot be shown.',
  U20: 'A text of this scenario is too long.',
};

export const linkError = (code: LinkCode, message: string = MESSAGES[code], errors: readonly ScenarioError[] = []): LinkError => ({ code, message, errors });
