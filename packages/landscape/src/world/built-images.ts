import type { Clock } from '../clock';
import {
  FIRST_PAGE_IMAGE,
  REDIS_IMAGE,
  REGISTRY,
  type EnvironmentName,
} from './company';
import { DAY, MEMORY, MINUTE, type Step } from './history';
import { imageContent } from './image-content';
import { ImageShelf } from './image-shelf';
import { parseImage } from './images';
import { REPORT_CENTER_IMAGE } from './manifests/report-center';
import { repositoryOf } from './placements';
import type { Platform, Service } from './service';

/** From the build to the first cluster. */
const DELIVERY = 9 * MINUTE;

/** Versions to try that do something else than to be well; one that cannot be pulled is in no registry. */
const ENDINGS = [
  'slow',
  'errors',
  'leak',
  'crash',
  'neverready',
  'dies',
] as const;

interface Options {
  clock: Clock;
  bornAt: number;
  services: readonly Service[];
  history: readonly Step[];
  firstVersion(service: Service): string;
}

/**
 * The images that the company has built: all that its history brought to a cluster, and a few that nobody has tried yet.
 * Prod and staging name them by their digests, as the house wants it.
 */
export class BuiltImages {
  readonly shelf = new ImageShelf();
  readonly #clock: Clock;
  /** By repository. */
  readonly #platforms = new Map<string, Platform>();

  constructor(options: Options) {
    const { bornAt, services, history, firstVersion } = options;
    this.#clock = options.clock;
    this.#build(REDIS_IMAGE, 'nginx', bornAt - 2 * MEMORY);
    this.#build(FIRST_PAGE_IMAGE, 'nginx', bornAt - 2 * MEMORY);
    this.#build(REPORT_CENTER_IMAGE, 'java', bornAt - 7 * MEMORY);
    for (const service of services) {
      const versions = [
        {
          version: firstVersion(service),
          createdAt: bornAt - (history.length > 0 ? MEMORY + DAY : DAY),
        },
        ...broughtVersions(service, history),
      ];
      for (const { version, createdAt } of [
        ...versions,
        ...nextVersions(versions, bornAt),
      ]) {
        this.#build(tagged(service, version), service.platform, createdAt);
      }
    }
  }

  /** The image of a version. One that nobody has built yet is built now. */
  imageOf(
    service: Service,
    version: string,
    environment: EnvironmentName,
  ): string {
    const image = tagged(service, version);
    const digest = this.#build(image, service.platform, this.#clock.now());
    return environment === 'prod' || environment === 'staging'
      ? `${image}@${digest}`
      : image;
  }

  /** Puts an image on the shelf that a pipeline has built, and returns its digest. */
  put(image: {
    repository: string;
    tag: string;
    platform: Platform;
    createdAt: number;
  }): string {
    const { repository, tag, platform, createdAt } = image;
    this.#platforms.set(repository, platform);
    return this.#build(`${REGISTRY}/${repository}:${tag}`, platform, createdAt);
  }

  /** What an image that a pipeline has built is made with. */
  platformOf(image: string): Platform | undefined {
    const { repository } = parseImage(image);
    return this.#platforms.get(repository.slice(REGISTRY.length + 1));
  }

  /** Builds what is not there yet, and returns the digest. The first of a tag is the one that counts. */
  #build(image: string, platform: Platform, createdAt: number): string {
    const { repository: name, tag = 'latest', behaviour } = parseImage(image);
    const repository = name.slice(REGISTRY.length + 1);
    const present = this.shelf.manifest(repository, tag);
    if (present) return present.digest;
    const content = imageContent({ repository, tag, platform, createdAt });
    if (behaviour !== 'missing') this.shelf.putImage(repository, tag, content);
    return content.index.digest;
  }
}

function tagged(service: Service, version: string): string {
  return `${repositoryOf(service)}:${version}`;
}

interface Built {
  version: string;
  createdAt: number;
}

/** What came to a cluster; its image was built a little before. */
function broughtVersions(service: Service, history: readonly Step[]): Built[] {
  return history.flatMap(({ placement, action, at }) =>
    placement.service.name === service.name && 'version' in action
      ? [{ version: action.version, createdAt: at - DELIVERY }]
      : [],
  );
}

/** The next versions after the newest, fresh from the pipeline. */
function nextVersions(versions: readonly Built[], bornAt: number): Built[] {
  const [newest] = versions
    .flatMap(({ version }) => {
      const [, ...numbers] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
      return numbers.length > 0 ? [numbers.map(Number)] : [];
    })
    .sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
  if (!newest) return [];
  const [major, minor, patch] = newest;
  const next = `${major}.${minor}.${patch + 1}`;
  return [
    {
      version: `${major}.${minor + 1}.0`,
      createdAt: bornAt - 3 * MINUTE,
    },
    { version: next, createdAt: bornAt - 6 * MINUTE },
    ...ENDINGS.map((ending, index) => ({
      version: `${next}-${ending}`,
      createdAt: bornAt - (30 + 5 * index) * MINUTE,
    })),
  ];
}
