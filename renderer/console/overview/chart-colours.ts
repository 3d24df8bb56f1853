import { useEffect, useState } from 'react';

/** What the chart is drawn with: the theme's own colours, or the system's where it forces them. */
export interface ChartColours {
  text: string;
  grid: string;
  connections: string;
  connectionsFill: string;
  billed: string;
  avoided: string;
  font: string;
}

function read(): ChartColours {
  const root = getComputedStyle(document.documentElement);
  const token = (name: string) => root.getPropertyValue(name).trim();
  return {
    text: token('--sw-dim'),
    grid: token('--sw-line'),
    connections: token('--sw-accent'),
    connectionsFill: token('--sw-selected'),
    billed: token('--sw-billed'),
    avoided: token('--sw-avoided'),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
  };
}

/** A canvas knows no custom properties: they are read, and read again when the theme, the contrast or the system changes. */
export function useChartColours(): ChartColours {
  const [colours, setColours] = useState(read);
  useEffect(() => {
    const update = () => {
      const next = read();
      setColours((current) => (JSON.stringify(current) === JSON.stringify(next) ? current : next));
    };
    const observer = new MutationObserver(update);
    observer.observe(document.documentElement, {
      attributeFilter: ['data-mantine-color-scheme', 'data-contrast'],
    });
    const forced = window.matchMedia('(forced-colors: active)');
    forced.addEventListener('change', update);
    update();
    return () => {
      observer.disconnect();
      forced.removeEventListener('change', update);
    };
  }, []);
  return colours;
}
