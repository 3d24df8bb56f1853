import type Electron from 'electron';
import { notImplemented, onlyImplemented } from './implemented.ts';

/** Held, and drawn nowhere: there is no tray to draw it in. */
class NativeImageOnChromium {
  readonly #urls: string[];
  constructor(url: string) {
    if (!url.startsWith('data:image/png;base64,')) notImplemented('An image that is no PNG');
    this.#urls = [url];
  }
  addRepresentation({ dataURL }: Electron.AddRepresentationOptions): void {
    if (dataURL === undefined) notImplemented('A representation without a data URL');
    this.#urls.push(dataURL);
  }
  isEmpty = (): boolean => false;
}

export const nativeImage = onlyImplemented('nativeImage', {
  createFromDataURL: (url) =>
    onlyImplemented(
      'NativeImage',
      new NativeImageOnChromium(url) satisfies Pick<Electron.NativeImage, 'addRepresentation' | 'isEmpty'>,
    ) as unknown as Electron.NativeImage,
} satisfies Pick<typeof Electron.nativeImage, 'createFromDataURL'>);
