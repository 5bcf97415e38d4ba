// Checks the samples' pages with axe-core in a browser: light and dark, answers closed and open, before and after the reveal.
//
//     node check.mjs PAGE.html COMPANIONS.html http://127.0.0.1:PORT
//
// Exits with 1 and a line for each finding.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [file, companions, server] = process.argv.slice(2);
const [staticPage, gradedPage] = [file, companions].map((page) => pathToFileURL(resolve(page)).href);
const findings = [];
let judged = 0;

// Two contexts for each scheme: axe must bypass the page's own policy, and only the other context shows what the policy blocks.
const browser = await launch();
for (const colorScheme of ['light', 'dark']) {
  const strict = await browser.newContext({ colorScheme });
  const open = await browser.newContext({ colorScheme, bypassCSP: true });
  await checkStatic(await strict.newPage(), await open.newPage(), colorScheme);
  await checkWeb(await strict.newPage(), await open.newPage(), colorScheme);
}
await browser.close();

for (const finding of findings) console.log(finding);
console.log(`axe-core looked at ${judged} pages: ${findings.length} findings.`);
process.exit(findings.length === 0 ? 0 : 1);

async function checkStatic(strict, open, scheme) {
  await expectQuiet(strict, () => strict.goto(staticPage), `static page, ${scheme}`);
  await expectKeyboard(strict);

  await open.goto(staticPage);
  await judge(open, `static page, ${scheme}, closed`);
  const count = await open.locator('details').evaluateAll((all) => all.map((details) => (details.open = true)).length);
  expect(count >= 20, `static page: ${count} details`);
  await judge(open, `static page, ${scheme}, open`);

  await open.goto(gradedPage);
  await open.locator('details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));
  expect(await open.locator('.wrong').first().isVisible(), 'static page: the wrong answers do not show with the answer');
  await judge(open, `companions, ${scheme}, open`);
  await open.goto(staticPage);
  await open.locator('details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));

  // In print, closed answers are hidden and open ones are shown.
  await open.emulateMedia({ media: 'print' });
  expect(await open.locator('#multiply-adds .erratum').isVisible(), 'print: an open answer does not show');
  await open.locator('#multiply-adds > details').evaluate((details) => (details.open = false));
  expect(!(await open.locator('#multiply-adds summary').first().isVisible()), 'print: a closed answer shows its button');
  expect(!(await open.locator('nav').isVisible()), 'print: the list of questions shows');
}

async function checkWeb(strict, open, scheme) {
  for (const path of ['/', '/neural-networks/multiply-adds', '/neural-networks/backpropagation', '/neural-networks/gelu-in-transformers', '/warm-up/nonlinear']) {
    await expectQuiet(strict, () => strict.goto(server + path), `${path}, ${scheme}`);
    await open.goto(server + path);
    await judge(open, `${path}, ${scheme}`);
  }

  await open.goto(`${server}/neural-networks/multiply-adds`);
  await reply(open, 'many');
  expect((await open.locator('[role=alert]').textContent()).includes("'many' is not a number"), 'a reply that is not a number has no reason');
  await judge(open, `a reply that is not understood, ${scheme}`);
  await reply(open, '70,912');
  expect(await open.getByRole('heading', { name: 'Erratum' }).isVisible(), 'the erratum does not show after the reply');
  await judge(open, `the reveal, ${scheme}`);

  await open.goto(`${server}/warm-up/nonlinear`);
  await open.getByRole('checkbox').nth(0).check();
  await open.getByRole('checkbox').nth(2).check();
  await open.getByRole('button').click();
  expect((await open.locator('[role=status]').textContent()).includes('Correct.'), 'the right boxes are not graded as correct');
}

async function reply(page, text) {
  await page.getByRole('textbox').fill(text);
  await page.getByRole('button').click();
}

// The first Tab shows the skip link; Enter on an answer's button opens it.
async function expectKeyboard(page) {
  await page.keyboard.press('Tab');
  const skip = page.locator('.skip');
  expect((await skip.boundingBox())?.x >= 0, 'the skip link does not show when it has the focus');
  await page.keyboard.press('Enter');
  expect(await page.locator('main').evaluate((main) => main === document.activeElement), 'the skip link does not lead to the questions');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.locator('details').first().evaluate((details) => details.open), 'Enter does not open the first answer');
}

// Nothing blocked, no errors, nothing loaded from elsewhere.
async function expectQuiet(page, open, name) {
  const noted = [];
  const onConsole = (message) => ['error', 'warning'].includes(message.type()) && noted.push(message.text());
  const onRequest = (request) => request.url().startsWith(server) || request.url() === staticPage || noted.push(`asks for ${request.url()}`);
  page.on('console', onConsole);
  page.on('pageerror', onConsole);
  page.on('request', onRequest);
  await open();
  page.off('console', onConsole);
  page.off('request', onRequest);
  // A browser requests an icon by itself.
  findings.push(...noted.filter((text) => !text.includes('favicon')).map((text) => `${name}: ${text}`));
  expect((await page.locator('script').count()) === 0, `${name}: there is a script`);
}

async function judge(page, name) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  judged++;
  expect(passes.length > 10, `${name}: axe-core judged by ${passes.length} rules only`);
  for (const { id, help, nodes } of violations) {
    findings.push(`${name}: ${id}: ${help} (${nodes.length} places, the first: ${nodes[0].html.slice(0, 160)})`);
  }
}

function expect(holds, finding) {
  if (!holds) findings.push(finding);
}
