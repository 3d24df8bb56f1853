/** Every language once and every theme once: words have no colour, and colours no words. */
export const languagesAndThemes = [
  { language: 'zh-TW', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const;
