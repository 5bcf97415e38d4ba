// Finds the browser and opens pages in it as a user would see them.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** The path of Chromium: from the variable CHROMIUM, or the first on the PATH. */
export function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
  }
  throw new Error('Chromium is not on the PATH. Install it, or set CHROMIUM to its path.');
}

/** Starts the browser. Root, who runs in containers, has no sandbox. */
export const launch = () =>
  chromium.launch({ executablePath: findBrowser(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
