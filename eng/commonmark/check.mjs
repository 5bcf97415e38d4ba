// Compares what the compiler makes of Markdown with what CommonMark does: node check.mjs [--random COUNT] [--seed N]. Every body is refused
// with a diagnostic, or has the HTML of CommonMark; exits with 1 otherwise.

import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { HtmlRenderer, Parser } from 'commonmark';
import { bodies } from './bodies.mjs';
import { compile } from './compiler.mjs';
import { explain, refusals, warnings } from './differences.mjs';
import { normalForm } from './tree.mjs';

const SHOWN = 20;
const require = createRequire(import.meta.url);
const { values: options } = parseArgs({ options: { random: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' } } });
const specification = require('commonmark-spec').tests
  .map(({ number, markdown, html }) => ({ name: `example ${number}`, markdown: markdown.replaceAll('→', '\t'), html: html.replaceAll('→', '\t') }));
let failed = compare('specification', specification);
const count = Number(options.random);
if (count > 0) {
  const [parser, renderer] = [new Parser(), new HtmlRenderer()];
  const random = bodies(Number(options.seed), count)
    .map((markdown, i) => ({ name: `body ${i}`, markdown, html: renderer.render(parser.parse(markdown)) }));
  failed = compare(`random, seed ${options.seed}`, random) || failed;
}

process.exitCode = failed ? 1 : 0;

/** Prints the counts, and what is neither equal nor refused nor explained; returns whether anything is. */
function compare(title, examples) {
  const counts = { equal: 0, refused: 0, warned: 0, explained: 0, different: 0 };
  const [rules, reasons] = [new Map(), new Map()];
  const problems = [];
  compile('bodies', examples.map(({ markdown }) => markdown)).forEach(({ Html: html, Problems: found }, i) => {
    const { name, markdown, html: expected } = examples[i];
    const outside = found.find(({ IsInside: isInside }) => !isInside);
    if (outside) problems.push({ name, markdown, text: `${outside.Rule} is outside the file` });
    const [ours, theirs] = [normalForm(html), normalForm(expected)];
    const refusing = found.filter(({ IsError: isError }) => isError);
    if (refusing.length > 0) {
      counts.refused++;
      for (const rule of new Set(refusing.map(({ Rule }) => Rule))) rules.set(rule, (rules.get(rule) ?? 0) + 1);
    } else if (ours === theirs) {
      counts.equal++;
    } else if (found.some(({ Rule: rule }) => warnings.includes(rule))) {
      counts.warned++;
    } else if (explain(markdown, ours, theirs) !== undefined) {
      const reason = explain(markdown, ours, theirs);
      counts.explained++;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    } else {
      counts.different++;
      problems.push({ name, markdown, text: `QuizKit    ${ours}\n  CommonMark ${theirs}` });
    }
  });

  console.log(`${title}: ${examples.length} bodies, ${Object.entries(counts).map(([kind, number]) => `${number} ${kind}`).join(', ')}`);
  for (const [rule, number] of [...rules].sort()) {
    console.log(`  ${String(number).padStart(6)} with ${rule}: ${refusals[rule] ?? ''}`);
    if (!(rule in refusals)) problems.push({ name: rule, markdown: '', text: 'refuses Markdown: say why in differences.mjs' });
  }

  for (const [reason, number] of [...reasons].sort()) console.log(`  ${String(number).padStart(6)} differ: ${reason}`);
  problems.sort((left, right) => left.markdown.length - right.markdown.length);
  for (const { name, markdown, text } of problems.slice(0, SHOWN)) console.log(`${name} ${JSON.stringify(markdown)}\n  ${text}`);
  if (problems.length > SHOWN) console.log(`and ${problems.length - SHOWN} more`);
  return problems.length > 0;
}
