import { createRoot } from 'react-dom/client';
import { createI18n } from '../i18n/index.ts';
import { resolveLanguage } from '../state/preferences-store.ts';
import { App } from './App.tsx';
import { StartFailure } from './StartFailure.tsx';
import type { Services } from './services.ts';

const root = createRoot(document.getElementById('root') as HTMLElement);

export function draw(services: Services): void {
  root.render(<App services={services} i18n={createI18n(services.hello.language)} />);
}

/** What is shown where the main process gave no answer, or the console could not be put together. */
export function drawFailure(error: unknown): void {
  root.render(<StartFailure i18n={createI18n(resolveLanguage('system', navigator.languages))} error={error} />);
}
