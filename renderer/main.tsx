import './theme/styles.ts';
import './bridge.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { StartFailure } from './app/StartFailure.tsx';
import { startServices } from './app/start.ts';
import { createI18n } from './i18n/index.ts';
import { resolveLanguage } from './state/preferences-store.ts';

const root = createRoot(document.getElementById('root') as HTMLElement);
try {
  const hello = await window.stagewatch.invoke('app:hello');
  const i18n = createI18n(hello.language);
  root.render(<App services={startServices(window.stagewatch, hello)} i18n={i18n} />);
} catch (error) {
  console.error(error);
  root.render(<StartFailure i18n={createI18n(resolveLanguage('system', navigator.languages))} error={error} />);
}
