import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: harbour water, quiet enough to sit beside a picture. */
const harbour: MantineColorsTuple = [
  '#e8f6fa',
  '#d3eaf1',
  '#a8d5e3',
  '#7cc4da',
  '#57b0ca',
  '#3e9fbd',
  '#2b88a6',
  '#1f6f8b',
  '#175a72',
  '#0f4357',
];

/** Mantine's greys of the dark scheme, from text to the deepest ground; tokens.css names them for our own styles. */
const dark: MantineColorsTuple = [
  '#e4e8ec',
  '#c5ccd3',
  '#9ba6b1',
  '#6d7883',
  '#333b44',
  '#262d35',
  '#1c2229',
  '#151a1f',
  '#101418',
  '#0b0e11',
];

/** What cannot be taken back; Mantine's own red leaves white words on it at 3.8:1. */
const red: MantineColorsTuple = [
  '#fbe7e5',
  '#f6cfcb',
  '#eba8a2',
  '#f08a80',
  '#d95f55',
  '#cb4a3f',
  '#bf372c',
  '#b3261e',
  '#951d16',
  '#74150f',
];

const sans =
  "'Inter Variable', 'Noto Sans TC', 'Noto Sans CJK TC', 'PingFang TC', 'Microsoft JhengHei', system-ui, sans-serif";

/** Dense and calm: 13 px text on a 4 px grid. */
export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 7 },
  colors: { harbour, dark, red },
  fontFamily: sans,
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontFamily: sans, fontWeight: '600' },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, fz: 'xs', multiline: true } },
    // The page never scrolls behind them, and locking it would write a style that the policy refuses.
    // A dialog's header is not the page's: two banners would be one too many.
    Modal: { defaultProps: { lockScroll: false, attributes: { header: { role: 'presentation' } } } },
    Drawer: { defaultProps: { lockScroll: false } },
    Popover: { defaultProps: { shadow: 'md', withinPortal: true } },
  },
});
