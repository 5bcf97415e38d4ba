// Where the compiler and CommonMark part.

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
  QK0043: 'each text has to mean the same alone',
};

/** The warnings that tell an author that words were not read as a link. */
export const warnings = ['QK0033', 'QK0044', 'QK0047'];

/** Differences that are meant or are Markdig's: the reason, and how to tell one from the Markdown and both normal forms. */
const reasons = [
  [
    'other marks open and close emphasis',
    (markdown, ours, theirs) => without(ours, /<\/?(em|strong)>|[*_ ]/g) === without(theirs, /<\/?(em|strong)>|[*_ ]/g),
  ],
  [
    'a list ends, or is loose, where an item begins with a blank line or a definition',
    (markdown, ours, theirs) => without(ours, /<\/([uo]l)><\1( start="[0-9]+")?>|<\/?p>/g) === without(theirs, /<\/([uo]l)><\1( start="[0-9]+")?>|<\/?p>/g),
  ],
  [
    'an item whose first line is blank ends earlier',
    (markdown, ours, theirs) => /^[ >\t]*(([-+*]|[0-9]+[.)])[ \t]*)+$/m.test(markdown)
      && without(ours, /<\/?(p|li|ul|ol|br)( start="[0-9]+")?>|[-+* ]/g) === without(theirs, /<\/?(p|li|ul|ol|br)( start="[0-9]+")?>|[-+* ]/g),
  ],
  [
    'an address in the words of a link is words, not a link inside the link',
    (markdown, ours, theirs) => /<[^>]*[:@][^>]*>.*\]\(/s.test(markdown)
      && without(ours, /<\/?(a|em|strong|br)( [^>]*)?>| /g) === without(theirs, /<\/?(a|em|strong|br)( [^>]*)?>| /g),
  ],
  [
    'a hard break at the end of a paragraph shows nothing',
    (markdown, ours, theirs) => ours === without(theirs, /<br><\/br>(?=<\/(p|li)>)/g),
  ],
  [
    'a bare address is a link, as on Git hosts',
    (markdown, ours, theirs) => /https?:\/\/|www\./.test(markdown) && without(ours, /<\/?a( [^>]*)?>/g) === without(theirs, /<\/?a( [^>]*)?>/g),
  ],
  [
    'a shortcode is its character, as on Git hosts',
    (markdown, ours, theirs) => /:a:/.test(markdown) && without(ours, /\u{1F170}\uFE0F/gu) === without(theirs, /:a:/g),
  ],
  ['the bracket of an undefined [a][r] opens a link to what follows', (markdown) => /\[(a|r)\]\[(r|a)\].*\]/s.test(markdown)],
  ['[r] before a bracket that is never closed is plain words', (markdown) => /\[(a|r)\]\[/.test(markdown)],
  ['labels are compared in lower case, in which \u1E9E is not ss', (markdown) => /\u1E9E/.test(markdown)],
];

/** The reason for a difference between two normal forms; undefined where there is none. */
export function explain(markdown, ours, theirs) {
  return reasons.find(([, applies]) => applies(markdown, ours, theirs))?.[0];
}

function without(form, what) {
  return form.replace(what, '');
}
