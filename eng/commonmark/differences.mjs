// Where the compiler and CommonMark part on purpose.

/** The rules that refuse what CommonMark allows, each with the reason. */
export const refusals = {
  QK0007: 'headings are the structure of the quiz',
  QK0010: 'comments are for the compiler, which knows each of them',
  QK0013: 'comments are for the compiler, which reads each of them',
  QK0014: 'comments are for the compiler, and have their places',
  QK0018: 'an answer has words',
  QK0024: 'raw HTML could hold anything',
  QK0025: 'what looks like an accident is one, most of the time',
  QK0034: 'an address leads to a page, a file or a mailbox',
};

/** Whether a difference between two normal forms is meant. */
export function explain(markdown, ours, theirs) {
  return false;
}
