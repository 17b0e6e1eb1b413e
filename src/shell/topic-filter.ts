/** Topic filters of the tools (TopicFilter.IncludeList): a regular expression that must match the whole name, with `,` for `|`. */

/** Patterns beyond these bounds could take for ever to match: they are compared as plain text instead. Repeaters are counted in each alternative. */
const MOST_REPEATERS = 2;
const MOST_CHARACTERS = 500;

export function topicFilter(pattern: string): (topic: string) => boolean {
  const regex = pattern
    .trim()
    .replaceAll(',', '|')
    .replaceAll(' ', '')
    .replace(/^["']+/, '')
    .replace(/["']+$/, '');
  return wholeMatch(regex);
}

/** Matches whole names, and no more than the bounds allow. */
export function wholeMatch(regex: string): (name: string) => boolean {
  const compiled = compile(regex);
  return compiled ? (name) => compiled.test(name) : (name) => name === regex;
}

function compile(regex: string): RegExp | undefined {
  const repeaters = regex.split('|').map((alternative) => alternative.match(/[*+{]/g)?.length ?? 0);
  if (regex.length > MOST_CHARACTERS || Math.max(...repeaters) > MOST_REPEATERS || /\)[*+{?]/.test(regex)) return undefined;
  try {
    return new RegExp(`^(?:${regex})$`);
  } catch {
    return undefined; // Java throws PatternSyntaxException here; a name that is no pattern is still a name
  }
}
