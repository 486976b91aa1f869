/// <reference types="vite/client" />
declare module 'qrcode' {
  interface QRCodeOptions {
    margin?: number;
    width?: number;
    errorCorrectionLevel?: 'L' | 'M' | 'Q' | 'H';
  }
  export function toDataURL(text: string, options?: QRCodeOptions): Promise<string>;
  export function create(text: string, options?: QRCodeOptions): { modules: { size: number } };
}
