// HTML as a tree in which only what a reader can tell apart differs.

import { parseFragment } from 'parse5';

const BLOCKS = new Set(['p', 'ul', 'ol', 'li', 'blockquote', 'hr', 'pre', 'table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'div']);

/** The tree as text: white space runs are one space, and none stands at the edge of a block or in front of one. */
export function normalForm(html) {
  const parts = [];
  write(parseFragment(html), parts, false);
  return parts.join('').replace(/[ \n\t]*(\u0001[^\u0002]*\u0002)[ \n\t]*/gu, '$1').replaceAll('\u0001', '<').replaceAll('\u0002', '>');
}

function write(node, parts, isVerbatim) {
  if (node.nodeName === '#text') {
    parts.push(escape(isVerbatim ? node.value : node.value.replace(/[ \n\t]+/g, ' ')));
    return;
  }

  if (node.nodeName === '#comment') return;
  const isBlock = BLOCKS.has(node.nodeName) || node.nodeName === 'br';
  const [open, close] = isBlock ? ['\u0001', '\u0002'] : ['<', '>'];
  const attributes = (node.attrs ?? []).map(({ name, value }) => ` ${name}="${escape(value)}"`).sort().join('');
  if (node.nodeName !== '#document-fragment') parts.push(`${open}${node.nodeName}${attributes}${close}`);
  const inside = [];
  for (const child of node.childNodes ?? []) write(child, inside, isVerbatim || node.nodeName === 'pre');

  // The last line end of code is in its block or not.
  const words = inside.join('');
  parts.push(node.nodeName === 'pre' ? words.replace(/\n+(?=<\/code>)/, '').replaceAll('\n', '\u2424').replaceAll(' ', '\u2423') : words);
  if (node.nodeName !== '#document-fragment') parts.push(`${open}/${node.nodeName}${close}`);
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
