/** Signs of Chinese keyboards that mean what the plain ones mean; an ideographic space among them. */
const PLAIN: Readonly<Record<string, string>> = {
  '\u201c': '"',
  '\u201d': '"',
  '\uff02': '"',
  '\uff5c': '|',
  '\uff0a': '*',
  '\uff0d': '-',
  '\uff08': '(',
  '\uff09': ')',
  '\u3000': ' ',
};
const SIGNS = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');

/** What is searched for, with operators as the backend knows them, whatever keyboard they were written on. */
export function plainSearchText(text: string): string {
  return text.replace(SIGNS, sign => PLAIN[sign] ?? sign).trim();
}
