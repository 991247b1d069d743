import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as numbers from "../../explorer/ui/components/shared/numbers.js";

const golden = JSON.parse(readFileSync(new URL("../golden/numbers.json", import.meta.url), "utf8"));
const odd = { NaN: NaN, Infinity, "-Infinity": -Infinity };

for (const [name, cases] of Object.entries(golden)) {
  test(`${name} prints what the table says`, () => {
    for (const [given, wanted] of cases) {
      assert.equal(numbers[name](...given.map((value) => odd[value] ?? value)), wanted, `${name}(${given})`);
    }
  });
}

test("a value known in steps prints no digit that the step does not carry", () => {
  assert.equal(numbers.approximate(1538.2, 17.56), "1,540");
  assert.equal(numbers.approximate(-0.3566, 0.0088), "−0.357");
  assert.equal(numbers.approximate(3.7977, 0.073), "3.80");
  assert.equal(numbers.approximate(0, 17), "0");
  assert.equal(numbers.approximate(0.4, 3), "0");
  assert.equal(numbers.approximate(NaN, 3), "not a number");
  assert.equal(numbers.approximate(3.2e-7, 1e-9), "3.2 × 10⁻⁷");
});

test("all digits of a float32 give the same float32 back, and one digit less does not", () => {
  const valueOf = (text) => {
    const digits = text.replaceAll(",", "").replace("−", "-").replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (raised) => "-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(raised)]);
    return Number(digits.replace(" × 10", "e"));
  };
  const bits = new Uint32Array(1);
  const single = new Float32Array(bits.buffer);
  let state = 1;
  for (let turn = 0; turn < 20000; turn += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bits[0] = state;
    if (!Number.isFinite(single[0])) continue;
    const value = single[0];
    assert.equal(Math.fround(valueOf(numbers.exact(value))), value);
    const digits = numbers.exact(value).split(" ")[0].replace(/[−,.]/g, "").replace(/^0+|0+$/g, "").length;
    if (digits > 1) assert.notEqual(Math.fround(Number(value.toPrecision(digits - 1))), value);
  }
});
