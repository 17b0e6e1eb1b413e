/** How hard a text is to read: grade level of English, length of Korean sentences. Limits of the lint of lessons. */
import { plainWords } from '#lessons/text.ts';

const sentencesOf = (text: string): string[] =>
  plainWords(text)
    .split(/(?<=[.?!:])\s+/)
    .filter((sentence) => /\p{L}/u.test(sentence));

const wordsOf = (text: string): string[] => plainWords(text).match(/[\p{L}\d][\p{L}\d.'’_=()-]*/gu) ?? [];

/** Groups of vowels, without a silent e; a code word such as min.insync.replicas counts by its parts. */
function syllablesIn(word: string): number {
  const parts = word
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== '');
  if (parts.length === 0) return 1;
  return parts.reduce((sum, part) => sum + Math.max(1, (part.replace(/(?:[^laeiouy]es|[^aeiouytd]ed|[^aeiouyl]e)$/, '').match(/[aeiouy]+/g) ?? []).length), 0);
}

/** Flesch-Kincaid grade level of English prose. */
export function gradeLevel(text: string): number {
  const words = wordsOf(text);
  const sentences = sentencesOf(text).length;
  if (words.length === 0 || sentences === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}

/** Mean number of Hangul syllables in a Korean sentence. */
export function syllablesPerSentence(text: string): number {
  const sentences = sentencesOf(text);
  const syllables = (plainWords(text).match(/[가-힣]/g) ?? []).length;
  return sentences.length === 0 ? 0 : syllables / sentences.length;
}

/** How many sentences a text has. */
export const sentenceCount = (text: string): number => sentencesOf(text.replaceAll(':', ',')).length;
