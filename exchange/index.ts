// What other systems and other people's eyes are given: bulletins as files that stand on their own and as pages, GeoJSON,
// CSV with HXL tags, a feed. Pure, so that a browser makes and checks them as the host does.

export { draftBulletin } from './bulletin-draft.ts';
export {
  BULLETIN_FORMAT,
  BulletinFile,
  bulletinFile,
  citedIn,
  MAX_BULLETIN_FILE,
  type RecordSource,
} from './bulletin-file.ts';
export { bulletinPage, type PageOptions } from './bulletin-page.ts';
export {
  type Check,
  type CheckCode,
  type Statement,
  type Trust,
  type Verdict,
  verifyBulletin,
} from './bulletin-verify.ts';
export { contained, containedJson, spelt } from './contained.ts';
export { cell, reportsCsv } from './csv.ts';
export { bulletinFeed, type FeedOptions } from './feed.ts';
export { generalised, incidentsGeojson } from './geojson.ts';
export { directionOf, MESSAGES, say } from './messages.ts';
export { parseReceiptCode, QR_BYTES, RECEIPT_FORMAT, type ReceiptCode, receiptCode } from './receipt.ts';
