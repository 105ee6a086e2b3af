import { createHash } from 'node:crypto';
import type { Platform } from './service';

/** Bytes that a registry keeps, by the digest that they have. */
export interface Content {
  digest: string;
  mediaType: string;
  body: Buffer;
}

/** A part of an image that is named, and that nobody has: the landscape runs no containers. */
export interface NamedLayer {
  digest: string;
  size: number;
}

/** An image with all that belongs to it. */
export interface ImageContent {
  index: Content;
  /** One for each architecture. */
  manifests: Content[];
  configs: Content[];
  layers: NamedLayer[];
}

export const MEDIA_TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};

const ARCHITECTURES = ['amd64', 'arm64'];
const MIB = 1024 * 1024;

/** Megabytes of the base, the runtime and the program. */
const LAYERS: Record<Platform, number[]> = {
  java: [29, 84, 61],
  node: [29, 42, 18],
  dotnet: [29, 66, 12],
  nginx: [4, 16, 7],
};

/** The digest of bytes, as registries count it. */
export function digestOf(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Makes the content of an image. The same names and times make the same digests. */
export function imageContent(image: {
  repository: string;
  tag: string;
  platform: Platform;
  /** Milliseconds since the epoch; counted in seconds. */
  createdAt: number;
}): ImageContent {
  const { repository, tag, platform, createdAt } = image;
  const created = new Date(Math.floor(createdAt / 1000) * 1000).toISOString();
  const layers: NamedLayer[] = [];
  const made = ARCHITECTURES.map(architecture => {
    const own = LAYERS[platform].map((mib, index) => ({
      mediaType: MEDIA_TYPES.layer,
      digest: digestOf(`${repository}:${tag} ${architecture} ${index}`),
      size: mib * MIB + 4_096 * index,
    }));
    layers.push(...own);
    const config = json(MEDIA_TYPES.config, {
      architecture,
      os: 'linux',
      created,
      config: {
        Labels: {
          'org.opencontainers.image.title': repository,
          'org.opencontainers.image.version': tag,
        },
      },
      rootfs: { type: 'layers', diff_ids: own.map(({ digest }) => digest) },
    });
    const manifest = json(MEDIA_TYPES.manifest, {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: descriptorOf(config),
      layers: own,
    });
    return { architecture, config, manifest };
  });
  const index = json(MEDIA_TYPES.index, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: made.map(({ architecture, manifest }) => ({
      ...descriptorOf(manifest),
      platform: { architecture, os: 'linux' },
    })),
  });
  return {
    index,
    manifests: made.map(({ manifest }) => manifest),
    configs: made.map(({ config }) => config),
    layers,
  };
}

function json(mediaType: string, value: object): Content {
  const body = Buffer.from(JSON.stringify(value));
  return { mediaType, body, digest: digestOf(body) };
}

function descriptorOf({ mediaType, digest, body }: Content) {
  return { mediaType, digest, size: body.length };
}
