import { connect } from 'node:net';

const BEAT_MS = 2_000;

/** The supervised side: a sign of life from the main loop every two seconds. Without its supervisor it goes on alone. */
export function reportLife(pipe: string, onQuit: () => void): void {
  const socket = connect(pipe);
  const beat = () => void socket.write('beat\n');
  socket.once('connect', beat);
  const beating = setInterval(beat, BEAT_MS);
  beating.unref();
  socket.on('data', onQuit);
  socket.on('error', () => {});
  socket.on('close', () => clearInterval(beating));
  socket.unref();
}
