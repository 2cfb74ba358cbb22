// Keeps the page of a screen, so that it comes up again without network. Answers are the page's own business.
const kept = "kuule-kiosk";

async function newest(request) {
  const cache = await caches.open(kept);
  const path = new URL(request.url).pathname;
  try {
    const page = await fetch(request);
    if (page.status == 200) await cache.put(path, page.clone());
    if (page.status < 500) return page;
  } catch {}
  return (await cache.match(path)) || Response.error();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const isScreen = /^\/k\/[^/]+$/.test(new URL(event.request.url).pathname);
  if (event.request.mode == "navigate" && isScreen) event.respondWith(newest(event.request));
});
