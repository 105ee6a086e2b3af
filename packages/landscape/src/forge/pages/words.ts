import type { JobStatus, MergeRequest, PipelineSource } from '../model';

const en = {
  site: 'Git forge',
  skip: 'Skip to the content',
  switch: '简体中文',
  sections: 'Sections of the project',
  projects: 'Projects',
  project: 'Project',
  description: 'Description',
  noProjects: 'There are no projects.',
  overview: 'Overview',
  files: 'Files',
  commits: 'Commits',
  branches: 'Branches and tags',
  branch: 'Branch',
  tag: 'Tag',
  pipelines: 'Pipelines',
  pipeline: 'Pipeline',
  mergeRequests: 'Merge requests',
  mergeRequest: 'Merge request',
  releases: 'Releases',
  release: 'Release',
  clone: 'Clone with',
  all: 'All',
  name: 'Name',
  kind: 'Kind',
  commit: 'Commit',
  message: 'Message',
  author: 'Author',
  time: 'Time',
  updated: 'Updated',
  status: 'Status',
  ref: 'For',
  source: 'Why',
  job: 'Job',
  stage: 'Stage',
  jobs: 'Jobs',
  duration: 'Took',
  seconds: '{n} s',
  trace: 'What {job} has printed',
  traces: 'Logs',
  noTrace: 'It has printed nothing.',
  again: 'It is not over: look again',
  changes: 'Changes',
  files1: '1 file',
  filesN: '{n} files',
  from: 'From',
  into: 'into',
  parents: 'After',
  merged: 'Merged',
  mergedBy: 'by {name}',
  bytes: '{n} bytes',
  binary: 'This is no text. Clone the repository to look at it.',
  cut: 'Only the beginning is shown.',
  newer: 'Newer',
  older: 'Older',
  pages: 'Pages',
  defaultBranch: 'default',
  protectedBranch: 'protected',
  draft: 'draft',
  allowedToFail: 'may fail',
  submodule: 'Another repository',
  none: 'There are none.',
  noChanges: 'Nothing to show.',
  emptyRepository: 'Nothing has been pushed yet.',
  renamed: '{from} → {to}',
  zone: 'Times are Shanghai’s.',
  'error.404': 'There is nothing here that you may see',
  'error.405': 'These pages are for reading',
  'error.500': 'The forge has failed',
  'error.hint': 'Private projects are shown to nobody without a token.',
  'job.created': 'Created',
  'job.pending': 'Waiting',
  'job.running': 'Running',
  'job.success': 'Passed',
  'job.failed': 'Failed',
  'job.canceled': 'Cancelled',
  'job.skipped': 'Skipped',
  'job.manual': 'By hand',
  'state.opened': 'Open',
  'state.merged': 'Merged',
  'state.closed': 'Closed',
  'source.push': 'push',
  'source.merge_request_event': 'merge request',
  'source.web': 'started by hand',
  'source.api': 'started by a program',
  'file.added': 'new',
  'file.deleted': 'deleted',
  'file.renamed': 'renamed',
  'file.modified': 'changed',
};

type Key = keyof typeof en;

/** Every state and source has a word. */
type Needed =
  | `job.${JobStatus}`
  | `state.${MergeRequest['state']}`
  | `source.${PipelineSource}`;

const zh: Record<Key, string> = {
  site: 'Git 代码平台',
  skip: '跳到正文',
  switch: 'English',
  sections: '项目的各个部分',
  projects: '项目',
  project: '项目',
  description: '说明',
  noProjects: '没有项目。',
  overview: '概览',
  files: '文件',
  commits: '提交',
  branches: '分支与标签',
  branch: '分支',
  tag: '标签',
  pipelines: '流水线',
  pipeline: '流水线',
  mergeRequests: '合并请求',
  mergeRequest: '合并请求',
  releases: '发布',
  release: '发布',
  clone: '克隆命令',
  all: '全部',
  name: '名称',
  kind: '类型',
  commit: '提交',
  message: '提交信息',
  author: '作者',
  time: '时间',
  updated: '更新时间',
  status: '状态',
  ref: '对象',
  source: '触发方式',
  job: '作业',
  stage: '阶段',
  jobs: '作业',
  duration: '耗时',
  seconds: '{n} 秒',
  trace: '{job} 的输出',
  traces: '日志',
  noTrace: '没有输出。',
  again: '尚未结束：刷新查看',
  changes: '变更',
  files1: '1 个文件',
  filesN: '{n} 个文件',
  from: '从',
  into: '合入',
  parents: '上一提交',
  merged: '已合并',
  mergedBy: '合并人：{name}',
  bytes: '{n} 字节',
  binary: '不是文本文件，请克隆仓库后查看。',
  cut: '仅显示开头部分。',
  newer: '较新',
  older: '较旧',
  pages: '翻页',
  defaultBranch: '默认',
  protectedBranch: '受保护',
  draft: '草稿',
  allowedToFail: '允许失败',
  submodule: '其他仓库',
  none: '暂无。',
  noChanges: '没有可显示的内容。',
  emptyRepository: '尚未推送任何内容。',
  renamed: '{from} → {to}',
  zone: '时间为上海时间。',
  'error.404': '这里没有您可以查看的内容',
  'error.405': '这些页面仅供阅读',
  'error.500': '代码平台出错了',
  'error.hint': '没有令牌时，不显示私有项目。',
  'job.created': '已创建',
  'job.pending': '等待中',
  'job.running': '运行中',
  'job.success': '通过',
  'job.failed': '失败',
  'job.canceled': '已取消',
  'job.skipped': '已跳过',
  'job.manual': '手动',
  'state.opened': '打开',
  'state.merged': '已合并',
  'state.closed': '已关闭',
  'source.push': '推送',
  'source.merge_request_event': '合并请求',
  'source.web': '手动触发',
  'source.api': '程序触发',
  'file.added': '新增',
  'file.deleted': '删除',
  'file.renamed': '重命名',
  'file.modified': '修改',
};

export type Language = 'en' | 'zh';

const WORDS: Record<Language, Record<Key | Needed, string>> = { en, zh };

/** Words of one language, with what stands in braces filled in. */
export type Say = (
  key: Key | Needed,
  values?: Record<string, string | number>,
) => string;

export function sayIn(language: Language): Say {
  const words = WORDS[language];
  return (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** The language that a browser asks for first among the two. */
export function preferredLanguage(header = ''): Language {
  const wanted = header
    .split(',')
    .map(part => {
      const [tag, ...rest] = part.trim().toLowerCase().split(';');
      const [, quality = '1'] =
        /^q=([\d.]+)$/.exec(rest.join(';').trim()) ?? [];
      return { language: tag.split('-')[0], quality: Number(quality) };
    })
    .filter(({ language }) => language === 'zh' || language === 'en')
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.language === 'zh' ? 'zh' : 'en';
}
