// What the browser remembers until the tab is closed: over a reload, and over a restart of the server.
// Anybody can change it: whoever recalls something looks whether it makes sense.

const OURS = "dropblock "; // how all names begin

export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(OURS + name));
  } catch {
    return null; // not JSON, or there is no storage
  }
}

export function remember(name, value) {
  try {
    sessionStorage.setItem(OURS + name, JSON.stringify(value));
  } catch {
    // full, or forbidden: then it is forgotten
  }
}
