// What other rooms may use of the field app: a key that cannot leave its device, and signing with it.

export { type DeviceKey, makeKey, signEntryWith, signWith } from './key.ts';
