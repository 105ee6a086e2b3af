/** Latin words that stay as they are inside Chinese: names, and what is typed or read literally. */
const LATIN = new Set(
  [
    'A/B API Backstage CI/CD CPU Chromium Dashboard Enter Git GitLab Gitea HTTPS ID',
    'JSON JWT Kubernetes OAuth OpenID Connect Pod Pull Request Running Shift Token',
    'URL YAML schema spec zip app-config.yaml dashboardApp local',
    'kubernetes.clusters.read kubernetes.resources.read techdocs.builder',
    'useNotificationFormat NotificationFormatProvider',
  ].flatMap(line => line.split(' ')),
);

/** What Chinese tools write in several ways, and the one way of this pack. */
const PREFERRED: Record<string, string> = {
  您: '你',
  帐号: '账号',
  登陆: '登录',
  登出: '退出登录',
  过滤条件: '筛选',
  负责人: '所有者',
  拥有者: '所有者',
  服务目录: '软件目录',
  名字空间: '命名空间',
  命名域: '命名空间',
  领域: '域',
  群集: '集群',
  容器组: 'Pod',
  注释: '注解',
  '...': '…',
};

const HAN = '\\p{Script=Han}';
const FULL_WIDTH = '，。；：！？、（）“”…';

/** i18next's `{{x}}`, and the `{x}` of Material tables. */
const PLACEHOLDER = /\{\{[^}]*\}\}|\{\w+\}/g;

/** Joined by dots, slashes or hyphens, as in `CI/CD` and `app-config.yaml`. */
const LATIN_WORD = /[A-Za-z]+(?:[./-][A-Za-z]+)*/g;

/** As in `[a-z0-9+#]`. */
const CHARACTER_SET = /\[[^\]]*\]/g;

/** What is wrong with the Chinese of a message; empty if nothing is. */
export function problemsOf(english: string, chinese: string): string[] {
  const problems: string[] = [];

  if (placeholders(english) !== placeholders(chinese)) {
    problems.push('has other placeholders than the English');
  }
  if (english.split('\n').length !== chinese.split('\n').length) {
    problems.push('has another number of lines than the English');
  }

  const isAddress = /^https:\S+$/.test(english) && chinese === english;
  const text = isAddress ? '' : withoutCode(chinese);
  const words = text.replace(PLACEHOLDER, ' ').match(LATIN_WORD) ?? [];
  for (const word of words.filter(it => !LATIN.has(it))) {
    problems.push(`leaves '${word}' in English`);
  }
  if (!text.trim() && !isAddress) {
    problems.push('is empty');
  }

  if (matches(text, `${HAN}[,.;:!?()]|[,;:!?()]${HAN}`)) {
    problems.push('has half-width punctuation beside Chinese');
  }
  // A link's own text is Chinese too.
  const filled = text.replace(/\{\{\w*link\}\}/gi, '中');
  if (matches(filled, `${HAN}[A-Za-z0-9{]|[A-Za-z0-9}]${HAN}`)) {
    problems.push('needs a space between Chinese and Latin');
  }
  if (matches(text, `[^\\S\\n][${FULL_WIDTH}]|[${FULL_WIDTH}][^\\S\\n]`)) {
    problems.push('has a space beside full-width punctuation');
  }
  if (text.endsWith('。') && !/[.!?]['"]?$/.test(english)) {
    problems.push('ends with 。 though it is no sentence');
  }
  for (const [avoided, preferred] of Object.entries(PREFERRED)) {
    if (text.includes(avoided)) {
      problems.push(`says ${avoided}, not ${preferred}`);
    }
  }
  return problems;
}

function placeholders(message: string): string {
  return (message.match(PLACEHOLDER) ?? []).sort().join(' ');
}

/** With a 0 for what is never translated, and of links only their text. */
function withoutCode(message: string): string {
  return message
    .replace(/\[([^\]]*)\]\(https:[^)]*\)/g, '$1')
    .replace(/`[^`]*`/g, '0')
    .replace(CHARACTER_SET, '0');
}

function matches(text: string, pattern: string): boolean {
  return new RegExp(pattern, 'u').test(text);
}
