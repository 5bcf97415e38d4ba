// Runs the binary64 sums of exact-sums.json through JavaScript's Math.sumPrecise, which differs for an empty array only: node sumPrecise.mjs
import { readFileSync } from "node:fs";

if (typeof Math.sumPrecise !== "function") {
  console.log("skipped: this engine has no Math.sumPrecise");
  process.exit(0);
}

const view = new DataView(new ArrayBuffer(8));
const number = (bits) => (view.setBigUint64(0, BigInt(`0x${bits}`)), view.getFloat64(0));
const { vectors } = JSON.parse(readFileSync(new URL("exact-sums.json", import.meta.url), "utf8"));
const wrong = [];
let count = 0;
for (const { id, operation, format, values, expected } of vectors) {
  if (operation !== "sum" || format !== "binary64") continue;
  const numbers = values.flatMap((text) => {
    const [bits, times] = text.split("*");
    return new Array(Number(times ?? 1)).fill(number(bits));
  });
  const answer = numbers.length === 0 ? -0 : expected === "nan" ? NaN : number(expected);
  const actual = Math.sumPrecise(numbers);
  count++;
  if (!Object.is(actual, answer)) wrong.push(`${id}: ${actual}, not ${answer}`);
}
console.log(`${count} sums, ${wrong.length} wrong`);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;
