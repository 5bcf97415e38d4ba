// Draws the pictures of docs/pictures: the console quiz, the static page in light and dark, the web quiz before and after its reveal,
// the Blazor quiz after a reply, the preview of a quiz with a mistake.
//
//     node pictures.mjs TERMINAL.txt PAGE.html http://127.0.0.1:PORT http://127.0.0.1:PORT QuizKit.Tool.dll FOLDER
//
// TERMINAL.txt is the output of a program on a terminal, including colours.

import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const [terminal, file, server, blazor, tool, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();

const console = await open({ width: 800, height: 600 }, 'dark');
await console.setContent(terminalPage(readFileSync(terminal, 'utf8')));
await shoot(console.locator('pre'), 'console-quiz');

for (const scheme of ['light', 'dark']) {
  const page = await open({ width: 720, height: 900 }, scheme);
  await page.goto(pathToFileURL(resolve(file)).href);
  await page.locator('#multiply-adds details').evaluateAll((all) => all.forEach((details) => (details.open = true)));
  await shoot(page.locator('#multiply-adds'), `static-page-${scheme}`);
}

const web = await open({ width: 720, height: 400 }, 'light');
await web.goto(`${server}/neural-networks/multiply-adds`);
await web.getByRole('textbox').fill('70,912 multiply-adds');
await shoot(web.locator('main'), 'web-quiz-before');
await web.getByRole('button').click();
await shoot(web.locator('main'), 'web-quiz-after');

for (const [language, scheme] of [['en', 'light'], ['ar', 'dark']]) {
  const page = await open({ width: 720, height: 900 }, scheme);
  await page.goto(`${blazor}/questions/fractions?language=${language}`);
  const question = page.locator('article').first();
  await question.getByRole('checkbox', { name: /\. 0\.[15]$/ }).evaluateAll((boxes) => boxes.forEach((box) => box.click()));
  await question.locator('button[value=check]').click();
  await question.locator('.quizkit-feedback').waitFor();
  await shoot(question, `blazor-quiz-${scheme}`);
}
await shootPreview();
await browser.close();

// As it is while an author writes: one mistake, with its place above the page, and an answer that was opened.
async function shootPreview() {
  const quizzes = mkdtempSync(join(tmpdir(), 'preview-'));
  const quiz = join(quizzes, 'wall-calendar.quiz.md');
  const sample = new URL('../../samples/WallCalendar/', import.meta.url);
  for (const name of ['wall-calendar.quiz.md', 'knuckles.svg']) copyFileSync(new URL(name, sample), join(quizzes, name));
  const calendar = readFileSync(quiz, 'utf8');
  const preview = spawn('dotnet', [tool, 'preview', quizzes, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const address = await new Promise((found) => createInterface({ input: preview.stdout }).once('line', found));
    const page = await open({ width: 900, height: 880 }, 'light');
    await page.goto(address + 'wall-calendar.quiz.md');
    await page.locator('details').first().evaluate((details) => (details.open = true));
    writeFileSync(quiz, calendar.replace('value=146097 unit=days', 'value=146907 unit=days'));
    await page.locator('#_problems').waitFor();
    await page.screenshot({ path: join(folder, 'preview.png') });
  } finally {
    preview.kill('SIGINT');
    rmSync(quizzes, { recursive: true });
  }
}

async function open(viewport, colorScheme) {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 2 });
  return context.newPage();
}

// A picture of an element with some of the page around it.
async function shoot(element, name) {
  const page = element.page();
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  const size = await page.evaluate(() => ({ width: innerWidth, y: scrollY }));
  const margin = 12;
  const clip = { x: 0, y: Math.max(0, box.y + size.y - margin), width: size.width, height: box.height + 2 * margin };
  await page.screenshot({ path: join(folder, `${name}.png`), clip, fullPage: true });
}

// The colours and weights that the samples use; a terminal supports more.
function terminalPage(text) {
  const basic = ['#3b4048', '#e06c75', '#7fc98f', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d7dae0'];
  const colours = [...basic, '#8b939e', ...basic.slice(1)];
  const lines = text.replace(/\r/g, '').replace(/\x1b\[[0-9;?]*[A-LN-Za-ln-z]/g, '').trim();
  let html = '';
  let style = '';
  for (const [, codes, words] of `\x1b[0m${lines}`.matchAll(/\x1b\[([0-9;]*)m([^\x1b]*)/g)) {
    style = codes === '' || codes === '0' ? '' : `${style}${styleOf(codes.split(';').map(Number), colours)}`;
    html += `<span style="${style}">${words.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</span>`;
  }
  return `<!DOCTYPE html><style>body { margin: 0; background: #1e2227 }
    pre { margin: 0; padding: 8px 20px; color: #d7dae0; font: 14px/1.4 "DejaVu Sans Mono", monospace; width: max-content }</style><pre>${html}</pre>`;
}

function styleOf(codes, colours) {
  let style = '';
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] === 1) style += 'font-weight: bold;';
    else if (codes[i] === 38 && codes[i + 1] === 5) style += `color: ${colours[codes[(i += 2)]] ?? '#d7dae0'};`;
    else if (codes[i] >= 30 && codes[i] <= 37) style += `color: ${colours[codes[i] - 30]};`;
  }
  return style;
}
