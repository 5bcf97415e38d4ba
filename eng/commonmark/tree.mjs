// HTML as a tree in which only what a reader can tell apart differs.

import { parseFragment } from 'parse5';

const BLOCKS = new Set(['p', 'ul', 'ol', 'li', 'blockquote', 'hr', 'pre', 'table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'div']);

const GAPS = /^((?: |\u0001\/?br\u0002)*)(.*?)((?: |\u0001\/?br\u0002)*)$/s;

/**
 * The tree as text: a run of white space is one space; none is at the edge of a block or of an attribute; at the edge of an element in a line,
 * white space and line breaks are outside of it.
 */
export function normalForm(html) {
  const parts = [];
  write(parseFragment(html), parts, false);
  return parts.join('').replace(/ +/g, ' ').replace(/ *(\u0001[^\u0002]*\u0002) */gu, '$1').replaceAll('\u0001', '<').replaceAll('\u0002', '>');
}

function write(node, parts, isVerbatim) {
  if (node.nodeName === '#text') {
    parts.push(escape(isVerbatim ? node.value : oneSpace(node.value)));
    return;
  }

  if (node.nodeName === '#comment') return;
  const isBlock = BLOCKS.has(node.nodeName) || node.nodeName === 'br';
  const [open, close] = isBlock ? ['\u0001', '\u0002'] : ['<', '>'];
  const attributes = (node.attrs ?? []).map(({ name, value }) => ` ${name}="${escape(oneSpace(value).trim())}"`).sort().join('');
  const inside = [];
  for (const child of node.childNodes ?? []) write(child, inside, isVerbatim || node.nodeName === 'pre');
  const words = inside.join('');
  if (node.nodeName === '#document-fragment') {
    parts.push(words);
  } else if (node.nodeName === 'pre') {
    // The last line end of code is in its block or not.
    parts.push(`${open}pre${close}${words.replace(/\n+(?=<\/code>)/, '').replaceAll('\n', '\u2424').replaceAll(' ', '\u2423')}${open}/pre${close}`);
  } else {
    // White space and line breaks move out of an element in a line.
    const [, before, inner, after] = isBlock || isVerbatim ? ['', '', words, ''] : GAPS.exec(words);
    const outside = inner === '' ? ['', before + after] : [before, after];
    parts.push(`${outside[0]}${open}${node.nodeName}${attributes}${close}${inner}${open}/${node.nodeName}${close}${outside[1]}`);
  }
}

function oneSpace(text) {
  return text.replace(/[ \n\t]+/g, ' ');
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
