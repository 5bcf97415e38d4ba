// Writes a page of every formula, as QuizKit and as Temml write it, and of every text, to look at in browsers:
// node page.mjs FILE PAGE

import { readFileSync, writeFileSync } from 'node:fs';
import temml from 'temml';

const { formulas, texts } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const rows = formulas.filter(({ Origin }) => Origin !== 'commands' || process.argv.includes('--all')).map(({ Tex, IsDisplayed, MathML, Plain, Unicode }) =>
  `<tr><td><code>${escape(Tex)}</code><td>${MathML}<td>${temml.renderToString(Tex, { displayMode: IsDisplayed })}<td>${escape(Plain)}<td>${escape(Unicode)}`);
const quizzes = [...new Set(texts.map(({ Origin }) => Origin).filter((origin) => origin.endsWith('.quiz.md')))];
const sections = quizzes.map((quiz) =>
  `<h2>${quiz}</h2>\n${texts.filter(({ Origin }) => Origin === quiz).map(({ Html }) => `<section>${Html}</section>`).join('\n')}`);

writeFileSync(process.argv[3], `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Formulas</title>
<style>
body { font: 17px/1.5 serif; margin: 1em; max-width: 75em }
section { border-top: 1px solid #ccc; max-width: 48em }
[data-claim] { background: #fff3c4 }
table { border-collapse: collapse }
td, th { border: 1px solid #ddd; padding: .2em .6em }
.align-right { text-align: right }
.align-center { text-align: center }
img { max-width: 20em }
</style>
<table><thead><tr><th>TeX<th>QuizKit<th>Temml<th>plain<th>Unicode<tbody>
${rows.join('\n')}
</table>
${sections.join('\n')}
</html>
`);
