import type { Json } from '../types';

/** What the OpenAPI document says about one value. References are followed when they are read. */
export interface SchemaNode {
  readonly type?:
    | 'object'
    | 'array'
    | 'string'
    | 'integer'
    | 'number'
    | 'boolean';
  readonly format?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: string[];
  readonly items?: SchemaNode;
  /** `true`: anything goes. */
  readonly additionalProperties?: SchemaNode | true;
  readonly default?: Json;
  readonly listType?: 'atomic' | 'map' | 'set';
  readonly listMapKeys?: string[];
  readonly mapType?: 'atomic' | 'granular';
  readonly patchStrategy?: string[];
  readonly patchMergeKey?: string;
  readonly preserveUnknownFields?: boolean;
  /** A number or a string: ports, percentages, quantities. */
  readonly intOrString?: boolean;
  /** The type that the real server reads the value into, such as `v1.PodSpec` or `int32`. */
  readonly goType: string;
  /** `omit`: false, 0 and "" are not written. `null`: written even when there is nothing. */
  readonly whenEmpty?: 'omit' | 'null';
}

interface Extensions {
  'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: 'atomic' | 'granular';
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-group-version-kind'?: {
    group: string;
    version: string;
    kind: string;
  }[];
  'x-go-empty'?: 'omit' | 'null';
  'x-go-type'?: string;
}

/** One schema in definitions.json. */
export interface RawSchema extends Extensions {
  type?: SchemaNode['type'];
  format?: string;
  properties?: Record<string, RawSchema>;
  required?: string[];
  items?: RawSchema;
  additionalProperties?: RawSchema | boolean;
  default?: Json;
  allOf?: RawSchema[];
  oneOf?: RawSchema[];
  $ref?: string;
}

const REF_PREFIX = '#/components/schemas/';

/** A schema as definitions.json has it; what the place that refers to a definition says wins over the definition. */
export class DefinitionNode implements SchemaNode {
  readonly #here: RawSchema;
  readonly #target: RawSchema;
  readonly #definition: string | undefined;
  readonly #definitions: Readonly<Record<string, RawSchema>>;
  #properties?: Record<string, DefinitionNode>;
  #items?: DefinitionNode;
  #additionalProperties?: DefinitionNode;
  #goType?: string;

  constructor(
    here: RawSchema,
    definitions: Readonly<Record<string, RawSchema>>,
  ) {
    this.#here = here;
    this.#definitions = definitions;
    const reference = here.$ref ?? here.allOf?.[0]?.$ref;
    this.#definition = reference?.slice(REF_PREFIX.length);
    this.#target =
      this.#definition === undefined ? here : definitions[this.#definition];
  }

  get type(): SchemaNode['type'] {
    return this.#target.type;
  }

  get format(): string | undefined {
    return this.#target.format;
  }

  get required(): string[] | undefined {
    return this.#target.required;
  }

  get default(): Json | undefined {
    return this.#here.default ?? this.#target.default;
  }

  get properties(): Readonly<Record<string, DefinitionNode>> | undefined {
    const raw = this.#target.properties;
    if (!raw) return undefined;
    this.#properties ??= Object.fromEntries(
      Object.entries(raw).map(([name, child]) => [name, this.#child(child)]),
    );
    return this.#properties;
  }

  get items(): DefinitionNode | undefined {
    const raw = this.#target.items;
    if (!raw) return undefined;
    this.#items ??= this.#child(raw);
    return this.#items;
  }

  get additionalProperties(): DefinitionNode | true | undefined {
    const raw = this.#target.additionalProperties;
    if (typeof raw !== 'object') return raw || undefined;
    this.#additionalProperties ??= this.#child(raw);
    return this.#additionalProperties;
  }

  get listType(): SchemaNode['listType'] {
    return this.#extension('x-kubernetes-list-type');
  }

  get listMapKeys(): string[] | undefined {
    return this.#extension('x-kubernetes-list-map-keys');
  }

  get mapType(): SchemaNode['mapType'] {
    return this.#extension('x-kubernetes-map-type');
  }

  get patchStrategy(): string[] | undefined {
    return this.#extension('x-kubernetes-patch-strategy')?.split(',');
  }

  get patchMergeKey(): string | undefined {
    return this.#extension('x-kubernetes-patch-merge-key');
  }

  get preserveUnknownFields(): boolean | undefined {
    return this.#extension('x-kubernetes-preserve-unknown-fields');
  }

  get intOrString(): boolean {
    return (
      this.#target.format === 'int-or-string' ||
      this.#target.oneOf !== undefined
    );
  }

  get whenEmpty(): SchemaNode['whenEmpty'] {
    return this.#extension('x-go-empty');
  }

  get goType(): string {
    this.#goType ??= this.#describe();
    return this.#goType;
  }

  #describe(): string {
    const given = this.#extension('x-go-type');
    if (given) return given;
    // io.k8s.api.core.v1.PodSpec is v1.PodSpec in Go.
    if (this.#definition)
      return this.#definition.split('.').slice(-2).join('.');
    switch (this.type) {
      case 'array':
        return `[]${this.items?.goType ?? 'interface {}'}`;
      case 'object': {
        const values = this.additionalProperties;
        return `map[string]${
          typeof values === 'object' ? values.goType : 'interface {}'
        }`;
      }
      case 'boolean':
        return 'bool';
      case 'integer':
        return this.format ?? 'int64';
      case 'number':
        return 'float64';
      default:
        return this.format === 'byte' ? '[]uint8' : 'string';
    }
  }

  #child(raw: RawSchema): DefinitionNode {
    return new DefinitionNode(raw, this.#definitions);
  }

  #extension<K extends keyof Extensions>(key: K): Extensions[K] {
    return this.#here[key] ?? this.#target[key];
  }
}
