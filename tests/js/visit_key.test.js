import assert from "node:assert/strict";
import { test } from "node:test";

import { cookieText, exchange, strayed } from "../../explorer/ui/components/visit_key/tab.js";

function storageOf(entries = {}) {
  const kept = new Map(Object.entries(entries));
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
}

test("a tab remembers its last key, each server's by itself", () => {
  const storage = storageOf();
  assert.equal(exchange(storage, "convscope_1", "a"), null);
  assert.equal(exchange(storage, "convscope_2", "x"), null);
  assert.equal(exchange(storage, "convscope_1", "b"), "a");
  assert.equal(exchange(storage, "convscope_1", "b"), "b");
});

test("a tab has strayed where its session started from another tab's visit", () => {
  const data = { key: "new", start: "mine" };
  assert.equal(strayed("mine", data), false); // a reload: the cookie named this tab
  assert.equal(strayed("yours", data), true);
  assert.equal(strayed(null, data), false); // a new tab
  assert.equal(strayed("new", data), false); // the next run of the same session
  assert.equal(strayed("mine", { key: "new", start: "" }), true); // no cookie was sent
});

test("the cookie goes to this site alone, and over TLS alone where there is TLS", () => {
  const data = { name: "convscope_8501", key: "k_-", seconds: 1800 };
  assert.equal(cookieText(data, false), "convscope_8501=k_-; Path=/; Max-Age=1800; SameSite=Strict");
  assert.equal(cookieText(data, true), "convscope_8501=k_-; Path=/; Max-Age=1800; SameSite=Strict; Secure");
});
