// How components of one page agree in the same frame, without a round trip to the server: named events on the
// document.

const PREFIX = "convscope:";

// Tells every listener of the topic; `detail` is any object.
export function announce(topic, detail) {
  document.dispatchEvent(new CustomEvent(PREFIX + topic, { detail }));
}

// Calls receive(detail) at every announcement of the topic until the returned function is called.
export function listen(topic, receive) {
  const handler = (event) => receive(event.detail);
  document.addEventListener(PREFIX + topic, handler);
  return () => document.removeEventListener(PREFIX + topic, handler);
}
