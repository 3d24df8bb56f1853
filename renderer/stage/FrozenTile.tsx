import { useEffect, useRef } from 'react';
import classes from './StageView.module.css';

/** A picture that was kept: the canvas itself, drawn once. */
export function Still({ canvas }: { canvas: HTMLCanvasElement }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    holder.current?.replaceChildren(canvas);
    return () => canvas.remove();
  }, [canvas]);
  return <div ref={holder} className={classes.still} aria-hidden data-testid="still" />;
}

export function FrozenTile({ canvas, name }: { canvas: HTMLCanvasElement; name: string }) {
  return (
    <figure className={classes.tile} aria-label={name}>
      <Still canvas={canvas} />
    </figure>
  );
}
