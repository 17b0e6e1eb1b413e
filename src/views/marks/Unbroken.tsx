/** Words in which no line breaks inside a partition's name, a range of records or an option, between a number and its unit, or between a thing and its number. */
import css from './marks.module.css';

const WHOLE =
  /((?<![\w.-])--?[a-z][\w-]*|[\w.]+-\d+|[\w-]+#\d+–\d+|(?:t = )?\d[\d.,]* (?:ms|s|µs)|(?:[Bb]roker|[Oo]ffset|[Ee]poch|브로커|오프셋|에포크) \d+)(?![\w-])/;

export function Unbroken({ text }: { readonly text: string }) {
  const parts = text.split(WHOLE);
  if (parts.length === 1) return text;
  return parts.map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
      <span key={i} className={css.whole}>
        {part}
      </span>
    ),
  );
}
