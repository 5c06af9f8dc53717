/** The service worker of the phone page: what was seen of it once opens without a line. */

interface ServiceWorker {
  addEventListener: ((type: "install" | "activate", listener: (event: Lasting) => void) => void) &
    ((type: "fetch", listener: (event: Fetching) => void) => void);
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
}
interface Lasting {
  waitUntil: (work: Promise<unknown>) => void;
}
interface Fetching {
  readonly request: Request;
  respondWith: (answer: Promise<Response>) => void;
}

const worker = self as unknown as ServiceWorker;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (pathname === "/field") event.respondWith(newest(event.request));
  else if (isKept(pathname)) event.respondWith(kept(event.request));
});

/** The page as it is now; as it was last, where there is no line. */
async function newest(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const before = await caches.match("/field", { ignoreSearch: true, ignoreVary: true });
    if (before) return before;
    throw error;
  }
}

/** What changes its address with its content, and the pictures of the day that was taken along. */
const isKept = (pathname: string): boolean =>
  pathname.startsWith("/assets/") ||
  pathname === "/field/manifest.webmanifest" ||
  /^\/field\/v1\/(ground|contracts)\//.test(pathname);

async function kept(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

export {};
