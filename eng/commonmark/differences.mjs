// Where the compiler and CommonMark part.

import { wordsOf } from './tree.mjs';

/** The rules that refuse what CommonMark allows, each with the reason. */
export const refusals = {
  QK0007: 'headings are the structure of the quiz',
  QK0010: 'comments are for the compiler, which knows each of them',
  QK0013: 'comments are for the compiler, which reads each of them',
  QK0014: 'comments are for the compiler, and have their places',
  QK0018: 'an answer has words',
  QK0022: 'a dollar sign that is not escaped begins a formula',
  QK0024: 'raw HTML could hold anything',
  QK0025: 'what looks like an accident is one, most of the time',
  QK0034: 'an address leads to a page, a file or a mailbox',
};

/** Differences that are meant, or are Markdig's: the reason, and how to tell. The words are the same in each. */
const reasons = [
  ['an address in the words of a link is words, and no link inside the link', (markdown) => /\[[^\]]*<[^>]*[:@][^>]*>.*\]\(/s.test(markdown)],
  ['Markdig lets the bracket before [a][r] open a link', (markdown) => /\[(a|r)\]\[r\].*\]\(/s.test(markdown)],
  ['Markdig begins a paragraph or a list anew after an item whose first line is blank', (markdown) => /^[ >\t]*(([-+*]|[0-9]+[.)])[ \t]*)+$/m.test(markdown)],
  ['Markdig takes three marks or more in another order', (markdown) => /\*{3}|_{3}|\*\*.*\*\*|__.*__/s.test(markdown)],
  ['beside a mark, Markdig looks at the meaning of a character reference, and CommonMark at its semicolon', (markdown) => /&[#0-9A-Za-z]+;[*_]/.test(markdown)],
];

/** The reason for a difference between two normal forms; undefined where there is none. */
export function explain(markdown, ours, theirs) {
  if (wordsOf(ours) !== wordsOf(theirs)) return undefined;
  return reasons.find(([, applies]) => applies(markdown))?.[0];
}
