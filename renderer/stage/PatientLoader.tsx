import { Loader } from '@mantine/core';
import { IconLoader2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** Most joins are over before this: nothing spins until then, and what spins takes no time from the picture. */
const PATIENCE_MS = 400;

/** A mark that begins to turn only when the wait has become one. */
export function PatientLoader({ sizePx }: { sizePx: number }) {
  const [turning, setTurning] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setTurning(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return turning ? (
    <Loader size={sizePx} color="white" aria-hidden />
  ) : (
    <IconLoader2 size={sizePx} stroke={1.4} aria-hidden />
  );
}
