import type { Language } from '../../../shared/settings.ts';

/** The language of messages: zh-TW unless `Accept-Language` ranks English above Chinese. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'zh-TW';
  let best: { language: Language; weight: number } = { language: 'zh-TW', weight: 0 };
  for (const part of acceptLanguage.slice(0, 256).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.trim().slice(2));
    const language = /^zh(-|$)/.test(tag) ? 'zh-TW' : /^en(-|$)/.test(tag) ? 'en' : undefined;
    if (language !== undefined && weight > best.weight) best = { language, weight };
  }
  return best.language;
}
