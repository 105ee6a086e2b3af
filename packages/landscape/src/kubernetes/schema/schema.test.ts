import { isObject } from '../json';
import { resources } from '../resources';
import type { Json } from '../types';
import { openApiDocument, openApiGroupVersions, schemaFor, schemaOf } from '.';

function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [child] : references(child),
  );
}

describe('schemas', () => {
  it('has one for every served kind, and for the bodies of other requests', () => {
    for (const type of Object.values(resources))
      expect(schemaFor(type).properties?.metadata.goType).toBe('v1.ObjectMeta');
    expect(schemaOf('autoscaling/v1', 'Scale')?.properties).toHaveProperty(
      'spec',
    );
    expect(schemaOf('v1', 'DeleteOptions')?.properties).toHaveProperty(
      'propagationPolicy',
    );
    expect(schemaOf('v1', 'Nothing')).toBeUndefined();
  });

  it('says how lists merge, and what Go makes of a field', () => {
    const spec = schemaFor(resources.pods).properties?.spec;
    const container = spec?.properties?.containers;
    expect(container).toMatchObject({
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      goType: '[]v1.Container',
    });
    const {
      ports,
      image,
      resources: amounts,
    } = container?.items?.properties ?? {};
    expect(ports).toMatchObject({
      listMapKeys: ['containerPort', 'protocol'],
      patchMergeKey: 'containerPort',
    });
    expect(ports?.items?.properties?.protocol.default).toBe('TCP');
    expect(image).toMatchObject({ goType: 'string', whenEmpty: 'omit' });
    expect(amounts?.properties?.limits).toMatchObject({
      goType: 'v1.ResourceList',
      additionalProperties: { intOrString: true, goType: 'resource.Quantity' },
    });
    expect(
      schemaFor(resources.deployments).properties?.spec.properties,
    ).toMatchObject({
      selector: { mapType: 'atomic', whenEmpty: 'null' },
      strategy: { patchStrategy: ['retainKeys'], default: {} },
    });
  });

  it('follows references without end', () => {
    const claim = schemaFor(resources.persistentVolumeClaims);
    const metadata = claim.properties?.metadata;
    expect(
      metadata?.properties?.ownerReferences.items?.properties?.uid.type,
    ).toBe('string');
  });
});

describe('OpenAPI documents', () => {
  it.each(openApiGroupVersions)('%s has no dangling references', version => {
    const document = openApiDocument(version) as {
      components: { schemas: Record<string, Json> };
    };
    const { schemas } = document.components;
    for (const reference of references(schemas))
      expect(schemas).toHaveProperty([reference.split('/').at(-1) ?? '']);
    expect(JSON.stringify(document)).not.toContain('x-go-');
  });

  it('tells kubectl about field validation, and which patches a kind takes', () => {
    for (const type of Object.values(resources)) {
      const version = type.group
        ? `${type.group}/${type.version}`
        : type.version;
      const { paths } = openApiDocument(version) as {
        paths: Record<string, { patch: Record<string, unknown> }>;
      };
      const patch = Object.entries(paths).find(([path]) =>
        path.endsWith(`/${type.plural}/{name}`),
      )?.[1].patch;
      expect(patch).toMatchObject({
        'x-kubernetes-group-version-kind': {
          group: type.group,
          version: type.version,
          kind: type.kind,
        },
        parameters: expect.arrayContaining([
          expect.objectContaining({ name: 'fieldValidation', in: 'query' }),
        ]),
      });
      expect(
        JSON.stringify(patch).includes(
          'application/strategic-merge-patch+json',
        ),
      ).toBe(!type.custom);
    }
  });
});
