/** What the stand-in of Kibana says, in both languages. */
const WORDS = {
  en: {
    title: 'Kibana (stand-in)',
    noScript:
      'The link stands behind the # of the address, which only a script can read.',
    asked: 'What the link asks for',
    form: 'Form of the link',
    space: 'Space',
    dataView: 'Data view',
    time: 'Time',
    refresh: 'Refresh every',
    columns: 'Columns',
    query: 'Query',
    filter: 'Filter',
    lines: 'The newest {shown} of {total} lines',
    broken: 'This link cannot be read:',
  },
  zh: {
    title: 'Kibana（替身）',
    noScript: '链接内容在地址的 # 之后，只有脚本能读取。',
    asked: '链接要求的内容',
    form: '链接形式',
    space: '空间',
    dataView: '数据视图',
    time: '时间',
    refresh: '刷新间隔',
    columns: '列',
    query: '查询',
    filter: '筛选',
    lines: '共 {total} 行，显示最新 {shown} 行',
    broken: '无法读取此链接：',
  },
};

export type Language = keyof typeof WORDS;
type Word = keyof (typeof WORDS)['en'];
export type Say = (
  word: Word,
  values?: Record<string, string | number>,
) => string;

export function wordsFor(language: Language): Say {
  return (word, values = {}) =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, () => String(value)),
      WORDS[language][word],
    );
}
