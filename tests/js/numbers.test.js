import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as numbers from "../../explorer/ui/components/shared/numbers.js";

const golden = JSON.parse(readFileSync(new URL("../golden/numbers.json", import.meta.url), "utf8"));
const odd = { NaN: NaN, Infinity, "-Infinity": -Infinity };

for (const [name, cases] of Object.entries(golden)) {
  test(`${name} prints as Python does`, () => {
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
