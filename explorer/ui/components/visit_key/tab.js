// What a tab remembers of its visit across a reload. Its storage is its own; a duplicate of the tab starts with a copy.

// Leaves the key in the tab's storage and returns the one that stood there, null for none.
export function exchange(storage, name, key) {
  const left = storage.getItem(name);
  storage.setItem(name, key);
  return left;
}

// Whether the tab looked at something else than what the session started from.
export function strayed(left, { key, start }) {
  return left !== null && left !== key && left !== start;
}

export function cookieText({ name, key, seconds }, secure) {
  return `${name}=${key}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure ? "; Secure" : ""}`;
}
