// The differences from Temml that are meant. Each rule turns what Temml writes into what QuizKit writes instead, and says why.
// A rule that finds nothing to change any more fails the check: delete it then.

const leaf = (name, text, attributes = {}) => ({ name, attributes, text, isNormal: true });
const is = (node, name, ...texts) => node?.name === name && texts.includes(node.text);
const change = (name, texts, replacement) => (node) => (is(node, name, ...texts) ? replacement(node) : node);

const FUNCTIONS = ['max', 'min', 'log', 'ln', 'exp', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'arg', 'argmax', 'argmin', 'lim', 'sup', 'inf',
  'det', 'dim', 'gcd', 'Pr', 'rank', 'tr'];
const SCRIPTS = ['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover'];
const CLOSINGS = [')', ']', '}', '‖', '⌋', '⌉', '⟩'];
const isFunction = (node) => is(node, 'mi', ...FUNCTIONS) || (SCRIPTS.includes(node?.name) && isFunction(node.children[0]));
const isLarge = (node) => is(node, 'mo', '∑', '∏', '∫') || (SCRIPTS.includes(node?.name) && isLarge(node.children[0]));
const isFactor = (node) => node && !isFunction(node) && !isLarge(node)
  && (['mi', 'mn', 'mtext', 'mfrac', 'msqrt', 'mroot', ...SCRIPTS].includes(node.name) || is(node, 'mo', ...CLOSINGS, '|', '!', '/', '∀', '∃', '∇', '′'));

/** The rules, in the order in which they apply. `node` replaces one node, `row` the nodes of a row. */
export const accepted = [
  {
    name: 'a pair of numbers',
    reason: 'Temml takes the comma of (0,1) for a decimal mark and writes one number. In a quiz a comma separates, and {,} groups digits.',
    node: (node) => (node.name === 'mn' && /^\d,\d$/.test(node.text) ? [leaf('mn', node.text[0]), leaf('mo', ','), leaf('mn', node.text[2])] : node),
  },
  {
    name: 'a slash',
    reason: 'A division is an operator, and is read aloud as one: <mo> without space around it, not an identifier.',
    node: change('mi', ['/'], (node) => leaf('mo', node.text)),
  },
  {
    name: 'a bar',
    reason: 'The bars of an absolute value are operators, too.',
    node: change('mi', ['|', '‖'], (node) => leaf('mo', node.text, { stretchy: 'false' })),
  },
  {
    name: 'the number of an equation',
    reason: 'Equations of a quiz have no numbers.',
    node: (node) => {
      if (node.name !== 'mtr') return node;
      const [first, last] = [node.children[0], node.children.at(-1)];
      const isNumber = last.children.length === 1 && last.children[0].name === 'mtext' && last.children[0].children?.[0]?.name === 'span';
      return isNumber && first.children.length === 0 ? { ...node, children: node.children.slice(1, -1) } : node;
    },
  },
  {
    name: 'a tag',
    reason: 'Temml sets it at the margin, in a table that needs a style sheet; here it stands behind its equation.',
    formula: (tree, tex) => {
      const cells = tree.children[0]?.children?.[0]?.children;
      if (!tex.includes('\\tag{') || tree.children[0].name !== 'mtable') return tree;
      return { ...tree, children: [...cells[1].children, leaf('mspace', '', { width: '2' }), ...cells[2].children] };
    },
  },
  {
    name: 'a named operator',
    reason: 'The name of \\mathop is an identifier, as that of \\operatorname.',
    node: (node) => (node.name === 'mo' && node.children?.length === 1 && node.children[0].name === 'mi' ? node.children[0] : node),
  },
  {
    name: 'a bar in the middle',
    reason: 'The dictionary does not say that it grows with its fences.',
    formula: (tree, tex) => {
      const grow = (node) => (node.children ? { ...node, children: node.children.map(grow) }
        : is(node, 'mo', '|') && !node.attributes.stretchy ? leaf('mo', '|', { stretchy: 'true' }) : node);
      return tex.includes('\\middle') ? grow(tree) : tree;
    },
  },
  {
    name: 'an arrow as wide as what stands above it',
    reason: 'The dictionary has the space around arrows, and the words above are what makes one wide.',
    node: (node) => (node.name === 'mover' && node.children[1].name === 'mover' && node.children[1].children[1].attributes?.width === '3.5'
      ? { ...node, children: [node.children[0], node.children[1].children[0]] } : node),
    row: (children) => {
      const isArrow = (node) => node?.name === 'mover' && is(node.children[0], 'mo', '→', '←', '⇒', '⇐', '↔', '↦');
      return children.filter((child, i) => !(child.name === 'mspace' && child.attributes.width === '0.28' && (isArrow(children[i - 1]) || isArrow(children[i + 1]))));
    },
  },
  {
    name: 'one equation',
    reason: 'An environment for equations with one of them, which has no number here, is that equation.',
    formula: (tree, tex) => {
      const [table, ...others] = tree.children;
      const cell = table?.name === 'mtable' && table.children.length === 1 ? table.children[0].children : [];
      const isOne = cell.length === 1 && others.length === 0 && /^\\begin\{(gathered|gather|equation)\*?\}/.test(tex);
      return isOne ? { ...tree, children: cell[0].children } : tree;
    },
  },
  {
    name: 'a bar that is struck out',
    reason: 'Unicode has a sign of its own for it.',
    node: change('mo', ['|\u0338', '‖\u0338'], (node) => leaf('mo', node.text[0] === '|' ? '∤' : '∦')),
  },
  {
    name: 'a backslash',
    reason: 'Authors write \\backslash for the difference of sets.',
    node: change('mi', ['\\'], () => leaf('mo', '∖')),
  },
  {
    name: 'Greek letters without serifs',
    reason: 'Unicode has none that are not bold, and in TeX \\mathsf does not change small Greek letters.',
    node: (node) => (is(node, 'mi', '𝝰') ? leaf('mi', 'α') : is(node, 'mi', '𝝘') ? leaf('mi', 'Γ') : node),
  },
  {
    name: 'the space of a modulus',
    reason: 'Temml takes another space in a displayed formula, and two spaces in place of one after \\mod.',
    row: (children) => children.flatMap((child, i) => {
      if (child.name !== 'mspace') return [child];
      const isMod = (node) => is(node, 'mi', 'mod');
      if (isMod(children[i + 1]) || (is(children[i + 1], 'mo', '(') && isMod(children[i + 2]))) return [{ ...child, attributes: { width: '1' } }];
      if (isMod(children[i - 2])) return [];
      return isMod(children[i - 1]) ? [{ ...child, attributes: { width: '0.34' } }] : [child];
    }),
  },
  {
    name: 'a quantifier',
    reason: 'The dictionary of MathML Core has ∀ and ∃ as prefixes without space.',
    node: change('mi', ['∀', '∃'], (node) => leaf('mo', node.text)),
  },
  {
    name: 'dots',
    reason: 'The dictionary does not have them: as operators, dots between commas would get the space of a relation.',
    node: change('mo', ['…', '⋯', '⋱'], (node) => leaf('mi', node.text)),
    row: (children) => children.filter((child, i) => !(child.name === 'mspace' && child.attributes.width === '0.16' && is(children[i - 1], 'mi', '…', '⋯', '⋱'))),
  },
  {
    name: 'several primes',
    reason: 'Unicode has a sign for two and for three primes, and fonts space them well.',
    node: (node) => {
      const primes = node.name === 'mrow' ? node.children.filter((child) => is(child, 'mo', '′')).length : 0;
      if (primes < 2) return node;
      const sign = leaf('mo', { 2: '″', 3: '‴' }[primes]);
      const rest = node.children.slice(primes);
      return rest.length === 0 ? sign : { ...node, children: [sign, ...rest] };
    },
  },
  {
    name: 'a line above',
    reason: 'MathML Core has no <menclose>, and browsers draw nothing for it without a style sheet: a stretched accent does it.',
    node: (node) => (node.name === 'menclose' ? { name: 'mover', attributes: {}, children: [group(node.children), leaf('mo', '‾')] } : node),
  },
  {
    name: 'a line below',
    reason: 'The same for \\underline.',
    formula: (tree, tex) => {
      const below = (node) => {
        if (!node.children) return node;
        const children = node.children.map(below);
        return node.name === 'mover' && is(node.children[1], 'mo', '‾') ? { name: 'munder', attributes: {}, children: [children[0], leaf('mo', '_')] } : { ...node, children };
      };
      return tex.startsWith('\\underline') ? below(tree) : tree;
    },
  },
  {
    name: 'a number in a circle',
    reason: 'Unicode has signs for these; Temml draws a circle around a number.',
    formula: (tree, tex) => (tex === '\\textcircled{2}' ? { ...tree, children: [leaf('mi', '②')] } : tree),
  },
  {
    name: 'argmax in one word',
    reason: 'One word, as in code, in every form of a text.',
    node: (node) => (node.name === 'mi' && /^arg\s(max|min)$/u.test(node.text) ? leaf('mi', node.text.replace(/\s/u, '')) : node),
  },
  {
    name: 'short arrows',
    reason: 'Terminal fonts lack the long arrows of \\implies and \\iff; the short ones are in every form of a text, spaced as relations.',
    row: (children) => children.flatMap((child, i) => {
      const short = { '⟹': '⇒', '⟸': '⇐', '⟺': '⇔' };
      const isLong = (node) => is(node, 'mo', ...Object.keys(short));
      if (isLong(child)) return [leaf('mo', short[child.text])];
      return child.name === 'mspace' && (isLong(children[i - 1]) || isLong(children[i + 1])) ? [] : [child];
    }),
  },
  {
    name: 'a space before a function',
    reason: 'TeX puts a thin space between any factor and a function; Temml does so behind some only.',
    row: (children) => children.flatMap((child, i) => (isFunction(child) && isFactor(children[i - 1]) ? [leaf('mspace', '', { width: '0.16' }), child] : [child])),
  },
  {
    name: 'a function of nothing',
    reason: 'A function is applied where something follows that it can be applied to: not in \\sigma_{\\max}.',
    row: (children) => children.filter((child, i) => !(is(child, 'mo', '\u2061') && i === children.length - 1)),
  },
  {
    name: 'a bold word',
    reason: 'Letters side by side in \\mathbf are a word, as they are in \\mathrm, and one identifier.',
    row: (children) => {
      const isBold = (node) => node?.name === 'mi' && /^[𝐀-𝐳]+$/u.test(node.text);
      return children.reduce((row, child) => {
        const last = row[row.length - 1];
        return isBold(child) && isBold(last) ? [...row.slice(0, -1), leaf('mi', last.text + child.text)] : [...row, child];
      }, []);
    },
  },
  {
    name: 'digits of one number',
    reason: 'Digits side by side are one number in any alphabet; Temml separates those in \\mathit and \\boldsymbol.',
    row: (children) => children.reduce((row, child) => {
      const last = row[row.length - 1];
      const isDigit = (node) => node?.name === 'mn' && /^\d$/.test(node.text);
      return isDigit(child) && isDigit(last) ? [...row.slice(0, -1), leaf('mn', last.text + child.text)] : [...row, child];
    }, []),
  },
  {
    name: 'bold digits',
    reason: '\\boldsymbol and \\bm make digits bold in TeX, and so they do here; Temml leaves them as they are.',
    formula: (tree, tex) => {
      const bold = (text) => [...text].map((c) => (/\d/.test(c) ? String.fromCodePoint(0x1d7ce + Number(c)) : c)).join('');
      const set = (node) => (node.children ? { ...node, children: node.children.map(set) } : { ...node, text: bold(node.text) });
      if (!/^\\(boldsymbol|bm)\{[^}]*\d[^}]*\}/.test(tex)) return tree;
      return { ...tree, children: [set(tree.children[0]), ...tree.children.slice(1)] };
    },
  },
];

function group(children) {
  return children.length === 1 ? children[0] : { name: 'mrow', attributes: {}, children };
}
