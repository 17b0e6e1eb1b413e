/** Korean particles: picks the form of `{{x}}(이)가` from the last sound of what was put before it, digits and Latin words included. */
import { hasBatchim } from 'es-hangul';

type Sound = 'vowel' | 'rieul' | 'consonant';

/** [after a consonant, after a vowel], by how translators write the pair. */
const FORMS: Readonly<Record<string, readonly [string, string]>> = {
  '(이)가': ['이', '가'],
  '이(가)': ['이', '가'],
  '(은)는': ['은', '는'],
  '은(는)': ['은', '는'],
  '(을)를': ['을', '를'],
  '을(를)': ['을', '를'],
  '(과)와': ['과', '와'],
  '과(와)': ['과', '와'],
  '와(과)': ['과', '와'],
  '(으)로': ['으로', '로'],
  '(이)라': ['이라', '라'],
  '(이)나': ['이나', '나'],
  '(이)며': ['이며', '며'],
  '(이)고': ['이고', '고'],
  '(이)던': ['이던', '던'],
  '(이)든': ['이든', '든'],
  '(이)었': ['이었', '였'],
  '(이)에': ['이에', '예'],
};

const PAIR = new RegExp(
  Object.keys(FORMS)
    .map((form) => form.replace(/[()]/g, '\\$&'))
    .join('|'),
  'g',
);

/** How each digit ends when it is read: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS: readonly Sound[] = ['consonant', 'rieul', 'vowel', 'consonant', 'vowel', 'vowel', 'consonant', 'rieul', 'rieul', 'vowel'];

const SHUT = /[\s"'`”’»)\]}>*_.,:;!?…]/;

/** The last sound of a text as a Korean engineer reads it aloud. */
export function lastSound(text: string): Sound {
  let end = text.length;
  while (end > 0 && SHUT.test(text[end - 1])) end--;
  const last = text[end - 1];
  if (last === undefined) return 'vowel';
  if (last >= '가' && last <= '힣') return hangul(last);
  if (last >= '0' && last <= '9') return DIGITS[Number(last)];
  if (last === '%') return 'vowel';
  const word = /[A-Za-z]+$/.exec(text.slice(0, end))?.[0];
  return word === undefined ? 'vowel' : latin(word);
}

function hangul(syllable: string): Sound {
  if (!hasBatchim(syllable)) return 'vowel';
  return (syllable.charCodeAt(0) - 0xac00) % 28 === 8 ? 'rieul' : 'consonant';
}

/** Letters read one by one (ISR, acks=B) end as their names do; words end as they sound: broker, topic, billing, and STARTING, which is too long to be spelt. */
const SPELT_MOST = 4;

function latin(word: string): Sound {
  if (word.length <= SPELT_MOST && word === word.toUpperCase()) return letter(word[word.length - 1].toUpperCase());
  const lower = word.toLowerCase();
  if (lower.endsWith('l') || lower.endsWith('le')) return 'rieul';
  if (/(?:[mn]|ng|[mn]e)$/.test(lower)) return 'consonant';
  return /(?:^|[^aeiou])[aeiou](?:ck|[ptkcb])$/.test(lower) || /oup$/.test(lower) ? 'consonant' : 'vowel';
}

function letter(name: string): Sound {
  if (name === 'L' || name === 'R') return 'rieul';
  return name === 'M' || name === 'N' ? 'consonant' : 'vowel';
}

/** Resolves every pair in a text. A pair at the very start has nothing before it and takes the form after a vowel. */
export function withParticles(text: string): string {
  return text.replace(PAIR, (pair, at: number) => {
    const [consonant, vowel] = FORMS[pair];
    const sound = lastSound(text.slice(0, at));
    if (sound === 'vowel' || (pair === '(으)로' && sound === 'rieul')) return vowel;
    return consonant;
  });
}

/** i18next post-processor. */
export const particles = {
  type: 'postProcessor' as const,
  name: 'particles',
  process: (value: string): string => (value.includes('(') ? withParticles(value) : value),
};
