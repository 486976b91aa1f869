import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import './fonts.css';
import './look.css';
import './pages.css';

// This page makes no code of text, and does not try to: a browser would report the attempt. Said before any schema is made.
config({ jitless: true });
const { Office } = await import('./Office.tsx');

createRoot(document.getElementById('office')!).render(
  <StrictMode>
    <Office />
  </StrictMode>,
);
