// Random Markdown from the pieces of CommonMark's own syntax, the same for the same seed.

const PIECES = [
  'a', 'b', 'word', 'Two words', '1', '2.5', 'é', '汉', ' ', ' ', '  ', '\n', '\n', '\n\n', '\n\n', '\t',
  '*', '*', '**', '***', '_', '__', '`', '``', '\n```\ncode\n```\n', '\n~~~ js\n*code*\n~~~\n', '[', ']', '(', ')', '![', '](', '](u)', '](<u v>)', '](u "t")', '[r]', '[a][r]',
  '\n\n[r]: u\n\n', '\n\n[a]: /x "y"\n\n', '<', '>', '<u:v>', '<a@b.c>', '<https://x.y>', '&amp;', '&copy;', '&#65;', '&', '"', "'", ':', '.', ',', '!', '?', '-', '+', '=', '/',
  '\\', '\\*', '\\[', '\\`', '\\\n', '  \n', '\n- ', '\n* ', '\n+ ', '\n1. ', '\n2) ', '\n> ', '\n>', '\n  ', '\n   - ', '\n  1. ', '\n***\n', '\n- - ', '\n> - ', '\n-\n',
];

/** A generator of 32 random bits: xorshift (Marsaglia 2003). */
function randomBits(seed) {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

export function bodies(seed, count) {
  const next = randomBits(seed);
  for (let i = 0; i < 8; i++) next();
  return Array.from({ length: count }, () => {
    let text = '';
    for (let left = 1 + next() % 24; left > 0; left--) text += PIECES[next() % PIECES.length];
    return text;
  });
}
