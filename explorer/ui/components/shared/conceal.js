// For components with nothing to see: hides Streamlit's box around them, which would leave a gap.

export function conceal(root) {
  const box = (root.getRootNode().host ?? root).closest('[data-testid="stElementContainer"]');
  if (box) box.style.display = "none";
}
