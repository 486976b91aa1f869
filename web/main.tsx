import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Office } from './Office.tsx';
import './fonts.css';
import './look.css';
import './pages.css';

createRoot(document.getElementById('office')!).render(
  <StrictMode>
    <Office />
  </StrictMode>,
);
