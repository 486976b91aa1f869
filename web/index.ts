/** Where `vite build web` leaves the office, for the host to serve at `/`. */
export const officeFolder = new URL('./dist/', import.meta.url);
