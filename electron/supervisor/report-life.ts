import { connect } from 'node:net';

const BEAT_MS = 2_000;

export interface LifeReport {
  /** The supervisor is there: it will see how this program ends. */
  isHeard(): boolean;
}

/** The supervised side: a sign of life from the main loop every two seconds. Without its supervisor it goes on alone. */
export function reportLife(pipe: string, onQuit: () => void): LifeReport {
  let heard = false;
  const socket = connect(pipe);
  const beat = () => void socket.write('beat\n');
  socket.once('connect', () => {
    heard = true;
    beat();
  });
  const beating = setInterval(beat, BEAT_MS);
  beating.unref();
  socket.on('data', onQuit);
  socket.on('error', () => {});
  socket.on('close', () => {
    heard = false;
    clearInterval(beating);
  });
  socket.unref();
  return { isHeard: () => heard };
}
