// Decodes the bytes of an exact accumulator: numerics/accumulator-format.md in a page of JavaScript.
//
//     node accumulator.mjs HEX...    prints each sum as binary64, rounded once
//     node accumulator.mjs --check   compares the decoder with conformance/accumulators.json
//
// As a module: decode(bytes) returns the exact sum as a BigInt multiple of 2^-2148, and the counts of terms; toNumber(decode(bytes)) rounds.
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const words = 135;
const negative = 0x80;
const reserved = 0x60;

// 2^-1074, the smallest number, counted in units of 2^-2148.
const lowest = 1074;

const table = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

const checksum = (bytes) => ~bytes.reduce((sum, value) => table[(sum ^ value) & 0xff] ^ (sum >>> 8), -1) >>> 0;

/** Returns the accumulator that a Uint8Array holds, and throws a RangeError for bytes that are not one. */
export function decode(bytes) {
  const require = (condition, what) => {
    if (!condition) throw new RangeError(`not an exact accumulator: ${what}`);
  };
  require(String.fromCharCode(...bytes.subarray(0, 4)) === "QKEA", "the bytes do not begin with QKEA");
  require(bytes[4] === 1, "the byte at offset 4 is not version 1");
  require(bytes.length >= 8, "the header is cut off");
  const [flags, first, count] = bytes.subarray(5, 8);
  require((flags & reserved) === 0, "the byte at offset 5 has bits that are not used");
  require(first + count <= words, "there are too many words");
  const kinds = [0, 1, 2, 3, 4].filter((kind) => (flags >> kind) & 1);
  const firstWord = 8 + 8 * kinds.length;
  const end = firstWord + 4 * count;
  require(bytes.length === end + 4, `there are ${bytes.length} bytes, not ${end + 4}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  require(view.getUint32(end, true) === checksum(bytes.subarray(0, end)), `the checksum at offset ${end} is wrong`);
  const counts = [0n, 0n, 0n, 0n, 0n];
  kinds.forEach((kind, i) => (counts[kind] = view.getBigInt64(8 + 8 * i, true)));
  require(kinds.every((kind) => counts[kind] !== 0n), "a count of 0 is not left out");
  require(counts.reduce((sum, value) => sum + (value < 0n ? -value : value), 0n) < 1n << 62n, "there are too many terms");
  let magnitude = 0n;
  for (let at = end - 4; at >= firstWord; at -= 4) magnitude = (magnitude << 32n) | BigInt(view.getUint32(at, true));
  if (count === 0) require(first === 0 && (flags & negative) === 0, "a sum of zero has a sign or a first word");
  else require(view.getUint32(firstWord, true) !== 0 && view.getUint32(end - 4, true) !== 0, "a first or last word of 0 is not left out");
  magnitude <<= BigInt(32 * first);
  require(magnitude >> BigInt(32 * words - 2) === 0n, "the sum is too large");
  const [positiveInfinities, negativeInfinities, nans, others, negativeZeros] = counts;
  return { sum: flags & negative ? -magnitude : magnitude, positiveInfinities, negativeInfinities, nans, others, negativeZeros };
}

/** Returns the sum, rounded once to the nearest number, ties to even. */
export function toNumber({ sum, positiveInfinities, negativeInfinities, nans, others, negativeZeros }) {
  const plus = positiveInfinities > 0n || negativeInfinities < 0n;
  const minus = negativeInfinities > 0n || positiveInfinities < 0n;
  if (nans !== 0n || (plus && minus)) return NaN;
  if (plus || minus) return plus ? Infinity : -Infinity;
  if (sum === 0n) return others === 0n && negativeZeros > 0n ? -0 : 0;
  const magnitude = sum < 0n ? -sum : sum;
  const cut = Math.max(magnitude.toString(16).length * 4 - 57, lowest);
  const exponent = Math.max((magnitude >> BigInt(cut)).toString(2).length - 53 + cut, lowest);
  const half = 1n << BigInt(exponent - 1);
  const remainder = magnitude & ((half << 1n) - 1n);
  let significand = magnitude >> BigInt(exponent);
  if (remainder > half || (remainder === half && significand & 1n)) significand++;
  // The leading bit of a normal number adds 1 to the exponent; so does a carry out of the significand.
  const bits = (BigInt(exponent - lowest) << 52n) + significand;
  const infinity = 0x7ffn << 52n;
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, (bits < infinity ? bits : infinity) | (sum < 0n ? 1n << 63n : 0n));
  return view.getFloat64(0);
}

const fromHex = (text) => {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new RangeError("not an exact accumulator: not an even number of hexadecimal digits");
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => parseInt(digits, 16));
};

const toBits = (number) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return Number.isNaN(number) ? "nan" : view.getBigUint64(0).toString(16).padStart(16, "0");
};

function check() {
  const { vectors, malformed } = JSON.parse(readFileSync(new URL("../conformance/accumulators.json", import.meta.url), "utf8"));
  const wrong = [];
  let refused = 0;
  const refuse = (bytes, name) => {
    try {
      decode(bytes);
      wrong.push(`${name}: was not refused`);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused++;
    }
  };
  for (const { id, bytes, binary64 } of vectors) {
    const data = fromHex(bytes);
    const actual = toBits(toNumber(decode(data)));
    if (actual !== binary64) wrong.push(`${id}: ${actual}, not ${binary64}`);
    for (let at = 0; at < data.length; at++) {
      const changed = data.slice();
      changed[at] ^= 1 << at % 8;
      refuse(changed, `${id} with a change at ${at}`);
    }
    refuse(data.subarray(0, data.length - 1), `${id}, cut off`);
    refuse(Uint8Array.of(...data, 0), `${id}, and one more`);
  }
  for (const { id, bytes } of malformed) refuse(fromHex(bytes), id);
  console.log(`${vectors.length} accumulators, ${refused} malformed ones refused, ${wrong.length} wrong`);
  if (vectors.length < 100 || malformed.length < 10) wrong.push("accumulators.json has too few vectors to prove anything");
  return wrong;
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const texts = argv.slice(2);
  if (texts.length === 0) {
    console.error("usage: node accumulator.mjs HEX... | --check");
    process.exitCode = 2;
  } else if (texts[0] === "--check") {
    for (const line of check()) {
      console.error(line);
      process.exitCode = 1;
    }
  } else {
    try {
      for (const text of texts) {
        const number = toNumber(decode(fromHex(text)));
        console.log(`${Object.is(number, -0) ? "-0" : number} ${toBits(number)}`);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  }
}
