// Keeps the app usable without network: the shell is cached when it is installed, the newest is taken when there is a network.
const SHELL = 'sulh-field-1';

async function keepShell() {
  const cache = await caches.open(SHELL);
  const page = await fetch('./', { cache: 'no-store' });
  const html = await page.clone().text();
  await cache.put('./', page);
  const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
  await cache.addAll(assets);
}

self.addEventListener('install', (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const scope = new URL(self.registration.scope).pathname;
  if (event.request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(scope)) return;
  if (event.request.mode === 'navigate') {
    event.respondWith(
      fetch(event.request)
        .then(async (answer) => {
          if (answer.ok) await (await caches.open(SHELL)).put('./', answer.clone());
          return answer;
        })
        .catch(async () => (await caches.match('./')) ?? Response.error()),
    );
    return;
  }
  event.respondWith(
    caches.match(event.request).then(
      (found) =>
        found ??
        fetch(event.request).then(async (answer) => {
          if (answer.ok) await (await caches.open(SHELL)).put(event.request, answer.clone());
          return answer;
        }),
    ),
  );
});
