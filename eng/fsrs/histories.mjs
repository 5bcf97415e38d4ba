// Writes random review histories with what ts-fsrs makes of them, for Program.cs to compare: see README.md.
//
//     node histories.mjs FILE [COUNT]

import { writeFileSync } from "node:fs";
import { createEmptyCard, default_w, fsrs, generatorParameters } from "ts-fsrs";

const [file, count = "10000"] = process.argv.slice(2);
const day = 86_400_000;

// The least and greatest value of each weight that ts-fsrs accepts; it clips others.
const ranges = [
  [0.001, 100], [0.001, 100], [0.001, 100], [0.001, 100], [1, 10], [0.001, 4], [0.001, 4], [0.001, 0.75], [0, 4.5], [0, 0.8], [0.001, 3.5],
  [0.001, 5], [0.001, 0.25], [0.001, 0.9], [0, 4], [0, 1], [1, 6], [0, 2], [0, 2], [0.01, 0.8], [0.1, 0.8],
];
const steps = [["1m", "10m"], ["10m"], [], ["5m", "30m", "2h"], ["3m"], ["10m", "1d"], ["1d", "3d"]];

// Mulberry32: the same numbers in each run.
let state = 6;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const minutes = (step) => parseInt(step, 10) * { m: 1, h: 60, d: 1440 }[step.at(-1)];

const lines = [];
for (let history = 0; history < Number(count); history++) {
  // One in two with the default weights; the others with weights near them or anywhere in their ranges.
  const kind = below(4);
  const w = kind < 2 ? [...default_w] : default_w.map((weight, i) => {
    const [low, high] = ranges[i];
    return kind === 2 ? Math.min(high, Math.max(low, weight * (0.5 + random()))) : low + random() * (high - low);
  });
  const parameters = generatorParameters({
    w,
    request_retention: below(2) ? 0.9 : 0.7 + random() * 0.29,
    maximum_interval: below(2) ? 36500 : 1 + below(400),
    learning_steps: below(2) ? steps[0] : steps[below(steps.length)],
    relearning_steps: below(2) ? steps[1] : steps[below(steps.length)],
    enable_fuzz: false,
  });
  const scheduler = fsrs(parameters);
  const list = (names) => names.map(minutes).join(",") || "-";
  lines.push(["history", scheduler.parameters.request_retention, scheduler.parameters.maximum_interval,
    list(scheduler.parameters.learning_steps), list(scheduler.parameters.relearning_steps), ...scheduler.parameters.w].join(" "));

  let now = Date.UTC(2024, 0, 1) + below(2 * 365 * 86_400) * 1000;
  let card = createEmptyCard(new Date(now));
  for (let review = 1 + below(20); review > 0; review--) {
    const rating = [1, 2, 3, 3, 3, 4][below(6)];
    card = scheduler.next(card, new Date(now), rating).card;
    lines.push(["review", now, rating, card.state, card.stability, card.difficulty, card.due.getTime(), card.scheduled_days,
      card.reps, card.lapses].join(" "));
    // When it is due; sometimes sooner, later, or on the same day.
    const wait = Math.max(0, card.due.getTime() - now);
    now += [wait, wait, Math.floor(wait * random()), Math.floor(wait * (1 + random())), below(3_600_000), below(5 * day)][below(6)];
  }
}

writeFileSync(file, lines.join("\n") + "\n");
