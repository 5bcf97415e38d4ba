// MathML as trees that can be compared: parsed, and stripped of whatever two writers may do differently without a difference
// that a reader could see or hear.

import { parseFragment } from 'parse5';

const FENCES = new Set([...'()[]{}|‖⌊⌋⌈⌉⟨⟩']);
const SIGNS = new Set([...'+−±∓']);

// Two characters for one sign.
const SAME = new Map(Object.entries({ '-': '−', '∣': '|', '∥': '‖', '*': '∗', '¯': '‾', '~': '˜', '^': 'ˆ', '∙': '•', '⟂': '⊥', '⋅': '·', '\u00A0': ' ', '\u2009': ' ' }));

// Asks for a letter rather than a picture, and shows nothing itself.
const TEXT_VARIANT = /\uFE0E/gu;

// Elements that only group, and all that hold a row.
const GROUPS = new Set(['mrow', 'mstyle', 'mpadded']);
const ROWS = new Set([...GROUPS, 'math', 'msqrt', 'menclose', 'mtd', 'mtr', 'mtable']);

/** The <math> element in a piece of HTML, as { name, attributes, children } or { name, attributes, text }. */
export function parse(html) {
  const fragment = parseFragment(html);
  const math = fragment.childNodes.find((node) => node.nodeName === 'math');
  if (!math || fragment.childNodes.length !== 1) throw new Error(`not one <math>: ${html}`);
  return toTree(math);
}

function toTree(node) {
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
  const elements = node.childNodes.filter((child) => child.tagName);
  if (elements.length > 0) return { name: node.tagName, attributes, children: elements.map(toTree) };
  const text = node.childNodes.map((child) => child.value ?? '').join('');
  return ['mi', 'mn', 'mo', 'mtext', 'mspace'].includes(node.tagName)
    ? { name: node.tagName, attributes, text }
    : { name: node.tagName, attributes, children: [] };
}

/** The normal form of a tree. */
export function normalize(node) {
  if (node.children) {
    const children = node.children.flatMap((child) => splice(normalize(child)));
    const takesRow = ROWS.has(node.name);
    const attributes = node.name === 'math' && node.attributes.display ? { display: node.attributes.display } : {};
    return { name: node.name, attributes, children: takesRow ? children : node.children.map((child) => single(normalize(child))) };
  }

  return { name: node.name, isNormal: true, attributes: meaningOf(node), text: [...node.text.replace(TEXT_VARIANT, '').normalize()].map((c) => SAME.get(c) ?? c).join('') };
}

// A group in a row is its children; a space without a width is nothing, and so is the fence that a dot stands for.
function splice(node) {
  if (GROUPS.has(node.name)) return node.children;
  return (node.name === 'mspace' && !node.attributes.width) || (node.name === 'mo' && node.text === '') ? [] : [node];
}

// A group of one element is that element.
function single(node) {
  if (!GROUPS.has(node.name)) return node;
  return node.children.length === 1 ? node.children[0] : { name: 'mrow', attributes: {}, children: node.children };
}

// The attributes that decide what is drawn, with their defaults filled in.
function meaningOf({ name, attributes, text, isNormal }) {
  if (isNormal) return attributes;
  const meaning = {};
  if (name === 'mspace' && parseFloat(attributes.width) > 0) meaning.width = (Math.round(parseFloat(attributes.width) * 50) / 50).toString();
  if (name === 'mi' && attributes.mathvariant === 'normal' && [...text].length === 1) meaning.upright = 'true';
  // A bar with space around it is a relation, and no relation is stretched.
  if (name === 'mo' && FENCES.has(text) && !(parseFloat(attributes.lspace) > 0)) meaning.stretchy = attributes.stretchy ?? 'true';
  if (name === 'mo' && SIGNS.has(text) && attributes.form === 'prefix') meaning.sign = 'true';
  return meaning;
}

/** A tree in one line. */
export function show(node) {
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}=${value}`).join('');
  const inside = node.children ? node.children.map(show).join('') : node.text;
  return `<${node.name}${attributes}>${inside}</${node.name}>`;
}

/** A copy of a tree with a rule applied everywhere, the inner nodes first. */
export function apply(rule, tree, tex) {
  if (rule.formula) return rule.formula(tree, tex);
  const visit = (node) => {
    if (!node.children) return rule.node ? rule.node(node) : node;
    const takesRow = ROWS.has(node.name);
    let children = node.children.flatMap((child) => {
      const changed = visit(child);
      return takesRow || !Array.isArray(changed) ? changed : { name: 'mrow', attributes: {}, children: changed };
    });
    if (rule.row && takesRow) children = rule.row(children);
    const changed = { ...node, children };
    return rule.node ? rule.node(changed) : changed;
  };
  return normalize(visit(tree));
}
