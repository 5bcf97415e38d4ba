// The compiler, for scripts.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the compiler makes of each element: of 'bodies', which are texts, the HTML and the problems; of 'quizzes', the model and the problems. */
export function compile(kind, elements) {
  const folder = mkdtempSync(join(tmpdir(), 'quizkit-commonmark-'));
  try {
    const [input, output] = [join(folder, 'in.json'), join(folder, 'out.json')];
    writeFileSync(input, JSON.stringify(elements));
    const program = join(import.meta.dirname, 'bin/Release/net10.0/quizkit-commonmark.dll');
    execFileSync('dotnet', [program, kind, input, output], { stdio: 'inherit' });
    return JSON.parse(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
