import { stringify } from 'yaml';
import { DOMAIN, REGISTRY, type EnvironmentName } from '../../world/company';
import { docsOf } from '../../world/catalog/docs';
import { serviceEntities } from '../../world/catalog/entities';
import { repositoryOf, type Placement } from '../../world/placements';
import { serviceManifests } from '../../world/manifests/service';
import type { Platform, Service } from '../../world/service';
import type { FileChange } from '../git/commit-files';

/**
 * The repository of a service as it was begun; the program itself is only sketched.
 *
 * @param versions - that it begins with, and that the manifests of all environments name in the end
 */
export function serviceFiles(
  service: Service,
  placements: readonly Placement[],
  versions: { first: string; last: string },
  forgeUrl: string,
): FileChange[] {
  const file = (path: string, content: string) => ({ path, content });
  return [
    file('README.md', readme(service)),
    file('CHANGELOG.md', changelog(service, [])),
    file('.gitlab-ci.yml', ciFile(service, versions.first)),
    file('.gitignore', 'target/\nnode_modules/\nbin/\nobj/\n*.log\n'),
    file('Dockerfile', DOCKERFILES[service.platform]),
    ...PROGRAMS[service.platform](service, versions.first),
    file(
      'catalog-info.yaml',
      serviceEntities(service, forgeUrl)
        .map(entity => stringify(entity))
        .join('---\n'),
    ),
    ...[...docsOf(service)].map(([path, text]) => file(path, text)),
    ...onePerEnvironment(placements).flatMap(placement =>
      manifestFiles(placement, versions.last),
    ),
  ];
}

/** What changes with every version. */
export function versionFiles(
  service: Service,
  version: string,
  notes: readonly string[],
): FileChange[] {
  return [
    { path: '.gitlab-ci.yml', content: ciFile(service, version) },
    { path: 'CHANGELOG.md', content: changelog(service, notes) },
    ...PROGRAMS[service.platform](service, version).slice(0, 1),
  ];
}

function readme({ name, title, system }: Service): string {
  return `# ${name}

${title.en} · ${title.zh}

- Docs: \`docs/\`, in the portal under ${name}
- Pipeline: test, image, deploy to dev; everything after it is released in the portal
- Clone: \`git clone https://git.${DOMAIN}/${system}/${name}.git\`
`;
}

function changelog({ name }: Service, notes: readonly string[]): string {
  return [`# Changes of ${name}`, ...notes, ''].join('\n\n');
}

const TESTS: Record<Platform, string> = {
  java: 'mvn --batch-mode verify',
  node: 'npm test',
  dotnet: 'dotnet test',
  nginx: 'npm test',
};

function ciFile({ platform }: Service, version: string): string {
  return `stages: [test, image, deploy]

variables:
  VERSION: ${version}
  IMAGE: ${REGISTRY}/$CI_PROJECT_PATH

test:
  stage: test
  script:
    - ${TESTS[platform]}

build-image:
  stage: image
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - buildctl-daemonless.sh build --frontend dockerfile.v0 --local context=. --local dockerfile=. --output type=image,name=$IMAGE:$VERSION-$CI_COMMIT_SHORT_SHA,push=true

deploy-dev:
  stage: deploy
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  environment:
    name: dev
  script:
    - kubectl apply --server-side -f deploy/dev
`;
}

const MIRROR = `${REGISTRY}/library`;

const DOCKERFILES: Record<Platform, string> = {
  java: `FROM ${MIRROR}/maven:3-eclipse-temurin-21 AS build
WORKDIR /src
COPY . .
RUN mvn --batch-mode package

FROM ${MIRROR}/eclipse-temurin:21-jre
COPY --from=build /src/target/app.jar /app.jar
USER 10001
ENTRYPOINT ["java", "-jar", "/app.jar"]
`,
  node: `FROM ${MIRROR}/node:22-slim
WORKDIR /app
COPY . .
USER 10001
CMD ["node", "src/index.js"]
`,
  dotnet: `FROM ${MIRROR}/dotnet-sdk:9.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -o /out

FROM ${MIRROR}/dotnet-aspnet:9.0
COPY --from=build /out /app
USER 10001
ENTRYPOINT ["dotnet", "/app/App.dll"]
`,
  nginx: `FROM ${MIRROR}/nginx-unprivileged:1.29
COPY public /usr/share/nginx/html
`,
};

/** The file with the version comes first. */
const PROGRAMS: Record<
  Platform,
  (service: Service, version: string) => FileChange[]
> = {
  java: ({ name, system }, version) => [
    {
      path: 'pom.xml',
      content: `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test.yunfan.${system}</groupId>
  <artifactId>${name}</artifactId>
  <version>${version}</version>
</project>
`,
    },
    {
      path: `src/main/java/test/yunfan/${system}/Application.java`,
      content: `package test.yunfan.${system};

public class Application {
    public static void main(String[] args) {
        System.out.println("${name}");
    }
}
`,
    },
  ],
  node: nodeProgram,
  nginx: nodeProgram,
  dotnet: ({ name }, version) => [
    {
      path: 'src/App.csproj',
      content: `<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net9.0</TargetFramework>
    <Version>${version}</Version>
  </PropertyGroup>
</Project>
`,
    },
    {
      path: 'src/Program.cs',
      content: `var app = WebApplication.Create(args);
app.MapGet("/", () => "${name}");
app.Run();
`,
    },
  ],
};

function nodeProgram({ name }: Service, version: string): FileChange[] {
  const manifest = { name, version, private: true, type: 'module' };
  return [
    {
      path: 'package.json',
      content: `${JSON.stringify(manifest, undefined, 2)}\n`,
    },
    { path: 'src/index.js', content: `process.stdout.write('${name}\\n');\n` },
  ];
}

/** Clusters of one environment have the same manifests. */
function onePerEnvironment(placements: readonly Placement[]): Placement[] {
  const first = new Map<EnvironmentName, Placement>();
  for (const placement of placements) {
    if (!first.has(placement.environment)) {
      first.set(placement.environment, placement);
    }
  }
  return [...first.values()];
}

function manifestFiles(placement: Placement, version: string): FileChange[] {
  const { service, environment } = placement;
  const traits = {
    image: `${repositoryOf(service)}:${version}`,
    cause: `${version} by the pipeline`,
    maxSurge: 1,
  };
  const manifests = serviceManifests(placement, {
    release: traits,
    canary: traits,
  });
  const folder = `deploy/${environment}`;
  return manifests.map(({ type, object }) => {
    const canary = object.metadata.name.endsWith('-canary') ? '-canary' : '';
    return {
      path: `${folder}/${type.singular}${canary}.yaml`,
      content: stringify(object),
    };
  });
}
