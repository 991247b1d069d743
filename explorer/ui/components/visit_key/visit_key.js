// Leaves the visitor's key in a cookie, so that a reload of the page comes back to the same place.
export default function ({ data }) {
  const { name, key, seconds } = data;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${key}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure}`;
}
