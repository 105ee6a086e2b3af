import { stringify } from 'yaml';
import { CLUSTERS, DOMAIN, SYSTEMS } from '../company';
import type { Platform, Service } from '../service';
import { SERVICES } from '../services';

/** The documentation of a service, by path below its folder: a mkdocs site of three pages. */
export function docsOf(service: Service): Map<string, string> {
  return new Map([
    ['mkdocs.yml', siteOf(service)],
    ['docs/index.md', overviewOf(service)],
    ['docs/architecture.md', architectureOf(service)],
    ['docs/runbook.md', runbookOf(service)],
  ]);
}

// TechDocs rewrites this file when something in it is not as it likes: only what it leaves alone is written.
function siteOf({ name, title }: Service): string {
  return stringify({
    site_name: `${name} · ${title.zh}`,
    site_description: title.en,
    nav: [
      { 'Overview 概览': 'index.md' },
      { 'Architecture 架构': 'architecture.md' },
      { 'Runbook 运维手册': 'runbook.md' },
    ],
    // Fonts from Google's servers, the default, keep a page from being shown for as long as they cannot be reached.
    theme: { name: 'material', font: false },
    plugins: ['techdocs-core'],
  });
}

const BUILT_WITH: Record<Platform, { en: string; zh: string; run: string }> = {
  java: {
    en: 'Java 21 and Spring Boot',
    zh: 'Java 21、Spring Boot',
    run: './mvnw spring-boot:run',
  },
  node: { en: 'Node.js 22', zh: 'Node.js 22', run: 'npm run dev' },
  dotnet: { en: '.NET 9', zh: '.NET 9', run: 'dotnet run --project src' },
  nginx: {
    en: 'static pages behind nginx',
    zh: '静态页面，由 nginx 提供',
    run: 'npm run preview',
  },
};

function overviewOf(service: Service): string {
  const { name, title, owner, platform, endpoints, host } = service;
  const built = BUILT_WITH[platform];
  const rows = endpoints.map(
    ({ method, path }) => `| ${method} | \`${path}\` |`,
  );
  return `# ${name}

${title.en}, built with ${built.en}. It belongs to **${owner}**${
    host ? ` and is reached at https://${host}.${DOMAIN}` : ''
  }.

${title.zh}，使用 ${built.zh} 开发，由 **${owner}** 负责${
    host ? `，对外地址 https://${host}.${DOMAIN}` : ''
  }。

## What it answers 接口

| | |
|---|---|
${rows.join('\n')}

## Run it 本地运行

\`\`\`sh
git clone https://git.${DOMAIN}/${service.system}/${name}.git
cd ${name}
${built.run}
\`\`\`

It listens on port ${
    service.port
  }. Settings come from the ConfigMap \`${name}-config\` of each environment.

监听端口 ${service.port}，各环境的配置来自 ConfigMap \`${name}-config\`。

## Release it 发布

The pipeline brings every merge to dev and test. Staging and prod are released in the portal, on prod by canary: one pod, a day of watching, then the rest; Beijing first, Shanghai after it.

合并后流水线自动发布到 dev 与 test。staging 与 prod 在门户中发布；prod 使用金丝雀：先发一个 Pod，观察一天，再推全；先北京，后上海。
`;
}

function architectureOf(service: Service): string {
  const { name, system, calls, replicas, latency } = service;
  const home = SYSTEMS.find(item => item.name === system);
  const callers = SERVICES.filter(other =>
    other.calls.some(({ to }) => to === name),
  ).map(other => `\`${other.name}\``);
  const prod = CLUSTERS.filter(({ share }) => share > 0).slice(0, 2);
  const callees = calls.map(
    ({ to, rate }) => `| \`${to}\` | ${rate} per request 次/请求 |`,
  );
  return `# Architecture 架构

${name} is part of **${home?.title.en ?? system}**: ${
    home?.description.en ?? ''
  }.

${name} 属于**${home?.title.zh ?? system}**系统：${home?.description.zh ?? ''}。

## Who calls it 上游

${
  callers.length > 0
    ? callers.join(', ')
    : 'Only people and queues from outside. 只有外部用户或消息队列。'
}

## What it needs 下游

${
  callees.length > 0
    ? `| | |\n|---|---|\n${callees.join('\n')}`
    : 'Nothing. 无。'
}

## How big it is 规模

| target 目标 | pods |
|---|---|
| dev | ${replicas.dev} |
| test | ${replicas.test} |
| staging | ${replicas.staging} |
${prod
  .map(({ name: target }, index) => `| ${target} | ${replicas.prod[index]} |`)
  .join('\n')}

A healthy pod answers half of its requests within ${
    latency.p50
  } ms and 99 % within ${latency.p99} ms. It has ${
    service.memoryMiB
  } MiB of memory and ${service.cpuMillis} millicores.

健康的 Pod：P50 ${latency.p50} ms，P99 ${latency.p99} ms；内存上限 ${
    service.memoryMiB
  } MiB，CPU ${service.cpuMillis}m。
`;
}

const MEMORY_ADVICE: Record<Platform, string> = {
  java: 'Take a heap dump into a volume of the pod before you restart it: `jcmd 1 GC.heap_dump <volume>/heap.hprof`. 重启前先把堆转储保存到 Pod 的卷中，内存泄漏没有现场就无法定位。',
  node: 'Look at `event loop` lines: a growing lag means that the heap is nearly full. 事件循环延迟持续升高说明内存即将耗尽。',
  dotnet:
    'Look for rising `gen2 collections`. 二代回收次数持续上升说明内存紧张。',
  nginx:
    'nginx itself hardly grows; look at the size of its cache. nginx 自身内存很少增长，先检查缓存目录。',
};

function runbookOf(service: Service): string {
  const { name, owner, platform } = service;
  return `---
title: Runbook of ${name} 运维手册
runbook:
  kind: incident
  severity: critical
  alerts: [HighErrorRate, HighLatency]
  services: [component:default/${name}]
  reviewEvery: P180D
---

# Runbook 运维手册

On call: **${owner}**, then ops. 值班：先 **${owner}**，后运维组。

## HighErrorRate 错误率过高

- [ ] Open the Deploy tab. Is a canary running? Compare its error rate with the release's. 打开发布页，比较金丝雀与正式版的错误率。
- [ ] Only the canary fails: abort it. The release is not touched. 只有金丝雀出错：中止金丝雀，正式版不受影响。
- [ ] All pods fail: look at what it needs (Architecture) and at the last change there. 全部 Pod 出错：检查下游依赖及其最近变更。
- [ ] The last release is to blame: roll back, Beijing first. 确认由最近一次发布引起：回滚，先北京后上海。

## HighLatency 响应变慢

- [ ] Compare the pods: one slow pod is a node or a full heap, all of them are a dependency. 单个 Pod 慢看节点或内存，全部慢看下游。
- [ ] Read a slow trace and find the longest span. 查看慢链路，找出最长的一段。

## Memory 内存

${MEMORY_ADVICE[platform]}

A pod that was killed for memory shows \`OOMKilled\`, exit code 137. 因内存超限被终止的 Pod 显示 \`OOMKilled\`，退出码 137。

## Crash loop 反复崩溃

Read the lines of the container before: \`kubectl logs --previous\`. A missing setting is the usual cause; it stands in \`${name}-config\`.

查看上一个容器的日志：\`kubectl logs --previous\`。常见原因是配置缺失，见 \`${name}-config\`。
`;
}
