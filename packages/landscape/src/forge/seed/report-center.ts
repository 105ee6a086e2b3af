import { stringify } from 'yaml';
import { DAY } from '../../world/history';
import { reportCenterManifests } from '../../world/manifests/report-center';
import type { ProjectStory } from './story';

const JAVA = `package test.yunfan.report;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class ReportCenter {
    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/", exchange -> {
            byte[] body = "report-center".getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }
}
`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test.yunfan.report</groupId>
  <artifactId>report-center</artifactId>
  <version>2.3.7</version>
</project>
`;

const CI = `stages: [build, deploy]

build:
  stage: build
  script:
    - mvn -B package
    - docker build -t registry.yunfan.test/legacy/report-center:2.3.7 .
    - docker push registry.yunfan.test/legacy/report-center:2.3.7

deploy:
  stage: deploy
  script:
    - kubectl apply -f k8s/
  when: manual
`;

/** A project from before the portal: it runs on dev, and no catalog knows it. */
export function reportCenterStory(bornAt: number): ProjectStory {
  const manifests = reportCenterManifests()
    .filter(({ type }) => type.namespaced)
    .map(({ object }) => stringify(object))
    .join('---\n');
  return {
    group: 'legacy',
    path: 'report-center',
    description: 'Monthly reports · 月度报表',
    topics: ['java'],
    platform: 'java',
    by: 'liu.yang',
    begunAt: bornAt - 900 * DAY,
    files: [
      {
        path: 'README.md',
        content: '# report-center\n\nMonthly reports 月度报表\n',
      },
      { path: '.gitlab-ci.yml', content: CI },
      {
        path: 'Dockerfile',
        content:
          'FROM registry.yunfan.test/library/openjdk:8\nADD target/report-center-2.3.7.jar /app.jar\nCMD java -jar /app.jar\n',
      },
      { path: 'pom.xml', content: POM },
      {
        path: 'src/main/java/test/yunfan/report/ReportCenter.java',
        content: JAVA,
      },
      { path: 'k8s/report-center.yaml', content: manifests },
    ],
    chapters: [
      {
        at: bornAt - 210 * DAY,
        by: 'liu.yang',
        title: 'Fix month of December 修复十二月报表',
        version: '2.3.7',
        changes: [
          {
            path: 'NOTES.txt',
            content: '2.3.7 The report of December has all its days again.\n',
          },
        ],
      },
    ],
    open: [],
  };
}
