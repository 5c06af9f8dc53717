/** What a phone cannot do at this address, told on arrival with the ways out. */

import { found } from "../dom";
import { say } from "./texts";

/** Why nothing can be kept here, a word of the page's texts; null where everything works. */
async function hindrance(): Promise<string | null> {
  if (!window.isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator) || !("indexedDB" in window)) return "old browser";
  try {
    await navigator.serviceWorker.register("/field/worker.js", { scope: "/field" });
  } catch (error) {
    // A warning that was clicked away opens the page, and no worker: the browser calls it a matter of security.
    if (error instanceof DOMException && error.name === "SecurityError") return "untrusted";
    throw error;
  }
  return null;
}

/** Let the service worker in; where that cannot be, say why, what will not work, and what to do instead. */
export async function isHindered(): Promise<boolean> {
  const why = await hindrance();
  if (why === null) return false;
  found("#trouble").textContent = say(why);
  found("#hindered").hidden = false;
  found("#home").hidden = true;
  return true;
}
