import './theme/styles.ts';
import './bridge.ts';
import { startServices } from './app/start.ts';

/** The stage is joined first; React and Mantine, fetched by then, are put together while it is on its way. */
async function start(): Promise<void> {
  const drawing = () => import('./app/draw.tsx');
  try {
    const hello = await window.stagewatch.invoke('app:hello');
    const services = startServices(window.stagewatch, hello);
    (await drawing()).draw(services);
  } catch (error) {
    console.error(error);
    (await drawing()).drawFailure(error);
  }
}

void start();
