/** All lessons, in the order of the course. Their words are in en.md and ko.md beside them; text.ts reads those. */
import { lesson as acks1 } from '#lessons/acks-1/lesson.ts';
import { lesson as consumerLag } from '#lessons/consumer-lag/lesson.ts';
import { lesson as highWatermark } from '#lessons/high-watermark/lesson.ts';
import type { Lesson } from '#lessons/lesson.ts';

export const lessons: readonly Lesson[] = [highWatermark, acks1, consumerLag];

export const lessonOf = (slug: string): Lesson | undefined => lessons.find((lesson) => lesson.slug === slug);
