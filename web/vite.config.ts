import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  // The host serves the office at `/`, with paths such as `/doha-istanbul/case/<id>` answered by the same page.
  base: '/',
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    // A content security policy without `data:` scripts stays possible: nothing but small pictures is inlined.
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/records', '/healthz'].map((path) => [path, process.env.SULH_HOST ?? 'http://127.0.0.1:7800']),
    ),
  },
});
