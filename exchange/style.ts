// The look of a bulletin on screen and on paper. No colour says who is to blame, and none is needed to read it.

import { Html } from './html.ts';

export const STYLE = new Html(`
:root { color-scheme: light dark; --ink: #1c1b19; --paper: #fdfcf9; --soft: #5d5a53; --line: #cfcac0; --loud: #f3ead6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e6df; --paper: #181714; --soft: #aaa69c; --line: #45423b; --loud: #3a3222; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-inline-size: 46rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.6 Georgia, 'Noto Serif', 'Noto Naskh Arabic', serif; overflow-wrap: break-word; }
:lang(ur) body, body:lang(ur) { font-family: 'Noto Nastaliq Urdu', 'Noto Naskh Arabic', serif; line-height: 2.1; }
h1 { font-size: 1.6rem; line-height: 1.35; margin-block: 0.2em 0.4em; }
h2 { font-size: 1.15rem; margin-block: 2rem 0.5rem; padding-block-end: 0.2rem; border-block-end: 1px solid var(--line); }
header { border-block-end: 3px double var(--line); padding-block-end: 1rem; }
header p { margin-block: 0.25rem; }
.kind, small, .language { color: var(--soft); }
.notice { border-inline-start: 4px solid currentColor; padding: 0.5rem 0.9rem; margin-block: 0.8rem; background: var(--loud); }
.loud { font-size: 1.05em; }
.item { margin-block: 0.9rem; }
.item p { margin: 0; }
.figures, .positions { margin-block: 0.4rem; padding-inline-start: 1.4rem; }
.finding { border: 1px solid var(--line); padding: 0.5rem 1rem; margin-block: 1rem; }
.positions li { margin-block: 0.3rem; }
.opens a { text-decoration: none; }
a { color: inherit; text-decoration-thickness: 1px; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid; outline-offset: 2px; }
code { font: 0.82em/1.4 ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; border: 1px solid var(--line); padding: 0.6rem 0.8rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; font-size: 0.85rem; }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 0.5rem; border-block-end: 1px solid var(--line); }
:target { background: var(--loud); }
@page { margin: 18mm 16mm; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #444; --line: #999; --loud: #fff; }
  body { max-inline-size: none; padding: 0; font-size: 10.5pt; }
  .notice { border: 1.5pt solid #000; }
  h2, .item, .finding, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  .entries { break-before: page; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; display: inline; }
}
`);
