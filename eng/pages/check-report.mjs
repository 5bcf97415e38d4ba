// Checks the web page of a gpu-checks report, of a run or of the laboratory, with axe-core in a browser: light, dark and narrow,
// collapsed and expanded; or takes its picture.
//
//     node check-report.mjs REPORT.html                   exits with 1 and a line for each finding
//     node check-report.mjs REPORT.html --picture OUT.png

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const [file, option, picture] = process.argv.slice(2);
if (!file || (option && (option !== '--picture' || !picture))) {
  console.error('usage: check-report.mjs REPORT.html [--picture OUT.png]');
  process.exit(2);
}
const address = pathToFileURL(resolve(file)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const schemes = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1000, height: 1200 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1000, height: 1200 } },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 390, height: 844 } },
];
const browser = await launch();
const findings = [];
if (picture) await takePicture();
else for (const scheme of schemes) await check(scheme);
await browser.close();
for (const finding of findings) console.log(finding);
if (!picture) console.log(`${schemes.length * 2} views of the report: ${findings.length} findings.`);
process.exit(findings.length === 0 ? 0 : 1);

/** A question with a mark of each colour, one claim expanded with its plot. */
async function takePicture() {
  const page = await browser.newPage({ viewport: { width: 900, height: 1500 }, colorScheme: 'light' });
  await page.goto(`${address}#claim-he-preserves-scale`);
  const { x, y, width, height } = await page.locator('#question-he-factor-of-two').evaluate((section) => {
    const { left, top, width, height } = section.getBoundingClientRect();
    return { x: left + scrollX - 16, y: top + scrollY + 1, width: width + 32, height: height + 15 };
  });
  await page.screenshot({ path: picture, clip: { x, y, width, height }, fullPage: true });
}

async function check({ name, colorScheme, viewport }) {
  // The page's own policy would block axe; a second context keeps the policy and shows what it blocks.
  const strict = await (await browser.newContext({ colorScheme, viewport })).newPage();
  strict.on('console', (message) => findings.push(`${name}: console: ${message.text()}`));
  strict.on('request', (request) => request.url().startsWith(address) || findings.push(`${name}: loads ${request.url()}`));
  await strict.goto(address);
  await expectLinksUnfold(strict, name);

  const page = await (await browser.newContext({ colorScheme, viewport, bypassCSP: true })).newPage();
  await page.goto(address);
  await page.evaluate(axe);
  for (const folded of [true, false]) {
    await page.evaluate((open) => document.querySelectorAll('details').forEach((details) => { details.open = open; }), !folded);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    const view = `${name}, ${folded ? 'folded' : 'unfolded'}`;
    for (const { id, help, nodes } of violations) findings.push(`${view}: ${id}: ${help}: ${nodes[0].html}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) findings.push(`${view}: the page is ${wide} pixels wider than the screen`);
  }
}

/** A mark must expand its claim by keyboard. */
async function expectLinksUnfold(page, name) {
  const mark = page.locator('a.mark').first();
  if ((await mark.count()) === 0) return; // The laboratory alone has no claims.
  await mark.focus();
  await page.keyboard.press('Enter');
  const target = page.locator(await mark.getAttribute('href'));
  if (!(await target.isVisible())) findings.push(`${name}: the first mark does not unfold its details`);
}
