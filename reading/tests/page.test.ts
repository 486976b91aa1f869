/** Web pages as they come: the article among menus, scripts, comments and what else a site puts around it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPage, readDocument, textOfPage } from '../index.ts';
import { pageOf } from '../page.ts';

const PAGE = `<!DOCTYPE html>
<html lang="en"><head><title>Two hurt at Ostrom ford as truce enters third week | The Norvia Courier</title>
<meta property="og:site_name" content="The Norvia Courier">
<meta property="article:published_time" content="2026-03-14T06:20:00+02:00">
<script>var menu = "<p>Shells fell on Lipnik, the army said. It was the third time.</p>";</script>
<style>.lead > p { color: red }</style></head>
<body class="has-sidebar">
<header><a href="/">The Norvia Courier</a><nav><ul><li><a href="/world">World<li><a href="/sport">Sport</ul></nav></header>
<div id="wrap"><div class="related-stories"><p>The minister of roads said on Friday that <a href="/1">the bridge at Halvek</a> would be opened in May, after a winter of repairs.</p></div>
<div class="story-content">
<h1>Two hurt at Ostrom ford as truce enters <em>third</em> week</h1>
<figure><img src="a.jpg"><figcaption>Soldiers at the ford, as they were seen on Thursday. Photo: A. Reyl</figcaption></figure>
<p>LIPNIK &mdash; Two shepherds were hurt on Friday when shots were fired across the ford at Ostrom, the district&rsquo;s hospital said.</p>
<p>&ldquo;We fired at <b>nobody</b>, and we will hold the truce,&rdquo; said Colonel Ivo Brandt, who commands the <a href="/army">Third Brigade</a>.</p>
<div class="newsletter-box"><p>Sign up for our morning letter, with all that happened in the night, sent to you at six.</p></div>
<p>Sudoria&#8217;s army said that 12 shots were counted before dawn.</p>
</div>
<section class="comments"><p>Karim wrote: they always say so, and nobody ever looks. Why should we believe it now?</p></section>
</div>
<footer><p>Copyright 2026 The Norvia Courier. All rights reserved, in all countries.</p></footer></body></html>`;

test('of a web page the headline and the article are read, with the day and the outlet that it states', () => {
  const read = readDocument('page', PAGE);
  assert.equal(read.title, 'Two hurt at Ostrom ford as truce enters third week');
  assert.equal(read.published, '2026-03-14');
  assert.equal(read.outlet, 'The Norvia Courier');
  assert.equal(read.language, 'en');
  const quotes = read.claims.filter((one) => one.quote !== null);
  assert.deepEqual(
    quotes.map((one) => [one.speaker, one.quote]),
    [['Colonel Ivo Brandt', 'We fired at <b>nobody</b>, and we will hold the truce']],
  );
  for (const one of quotes) assert.equal(PAGE.slice(one.quoteStart!, one.quoteEnd!), one.quote);
  assert.deepEqual(
    read.figures.map((one) => one.value),
    [2, 2, 12],
  );
  const furniture = read.furniture.map(([start, end]) => PAGE.slice(start, end)).join('\n');
  for (const words of [
    'Shells fell',
    'Sport',
    'minister of roads',
    'Soldiers at the ford',
    'Sign up',
    'Karim',
    'Copyright',
  ])
    assert.ok(furniture.includes(words), words);
  for (const words of ['Two shepherds', 'Colonel Ivo Brandt', '12 shots', 'third</em> week'])
    assert.ok(!furniture.includes(words), words);
});

test('what is taken out of a page is its words as a reader sees them, a paragraph to a block', () => {
  assert.equal(
    textOfPage(PAGE).text,
    `Two hurt at Ostrom ford as truce enters third week

LIPNIK — Two shepherds were hurt on Friday when shots were fired across the ford at Ostrom, the district’s hospital said.

“We fired at nobody, and we will hold the truce,” said Colonel Ivo Brandt, who commands the Third Brigade.

Sudoria’s army said that 12 shots were counted before dawn.
`,
  );
});

test('an article whose site calls it a sidebar is read all the same, for most of the words are there', () => {
  const paragraph =
    '<p>The army of Sudoria said that no shot was fired from its side, and that it would hold the truce.</p>';
  const page = `<html><body><div class="sidebar-promo">${paragraph.repeat(5)}</div><nav><a href="/">Home</a></nav></body></html>`;
  assert.equal(readDocument('page', page).sentences.length, 5);
});

test('an article in which some markup was left is no web page', () => {
  assert.ok(isPage(PAGE));
  assert.ok(isPage('\ufeff\n<!-- saved --><HTML><body>Words'));
  for (const text of ['<p>Shots were fired.</p>', 'He wrote <html> on the wall.', '']) assert.ok(!isPage(text), text);
});

test('no page is too broken: the view is as long as the page, and only what stands there is in it', () => {
  const piece = fc.constantFrom(
    ...[
      '<html>',
      '<body',
      '<p>',
      '</p>',
      '<div class="',
      "<a href='x",
      '"',
      "'",
      '>',
      '<',
      '</',
      '<!--',
      '-->',
      '<script>',
    ],
    ...[
      '</script>',
      '<li>',
      '<td>',
      '</div>',
      '<h1>',
      '</h1>',
      'Shots were fired at noon. ',
      '&amp;',
      '\n',
      '<title>',
      '😀',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const html = `<html>${pieces.join('')}`;
      const { view, left } = pageOf(html);
      assert.equal(view.length, html.length);
      // But for the marks of a list, which stand where its tags do.
      for (let i = 0; i < view.length; i++) assert.ok(/[\s\u2060•]/.test(view[i]!) || view[i] === html[i]);
      for (const [start, end] of left) assert.ok(0 <= start && start < end && end <= html.length);
      readDocument('page', html);
    }),
    { numRuns: 300 },
  );
});

test('a list of the article stays, at its end too, and is marked as one', () => {
  const said = 'The council of the town has said that it will not open the road before the observers are there.';
  const page = `<html><body><article><h1>The road of Orsk</h1>${`<p>${said}</p>`.repeat(6)}<p>It asks for:</p><ul><li>boats for the force</li><li>two bridges</li><li>fuel</li></ul></article></body></html>`;
  const { text } = textOfPage(page);
  assert.ok(text.endsWith('It asks for:\n\n• boats for the force\n\n• two bridges\n\n• fuel\n'));
  const { furniture } = readDocument('a', text);
  assert.deepEqual(furniture, []);
});

test('a page whose words have no spaces between them is read too', () => {
  const said = '町の評議会は監視員が来るまで道を開けないと述べました。';
  assert.deepEqual(readDocument('a', `${said}\n\n${said}\n\n${said}\n`).furniture, []);
});

test('a page that is made to be slow is read like any other', () => {
  const long = (piece: string): string => `<html><body>${piece.repeat(Math.ceil(400_000 / piece.length))}`;
  // Each of these would take hours if one of its parts were looked at again for every other.
  for (const piece of [
    '<',
    '<p',
    '<div>',
    '</p>',
    '<a href="',
    '<!--',
    '<script>',
    '<li>a',
    '<b></p>',
    '<div></b></i>',
    "<p x='",
    '<x y= ',
  ])
    assert.equal(pageOf(long(piece)).view.length, long(piece).length, piece);
  assert.ok(pageOf(long('<div><p>') + long('</span></section>')).view.length > 0);
});
