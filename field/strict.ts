// This page makes no code of text, and does not try to: a browser would report the attempt. To be imported before any schema.

import { config } from 'zod';

config({ jitless: true });
