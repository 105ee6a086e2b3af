import { ApiError } from '../../api-error';
import { timestamp } from '../../controllers/time';
import type { JsonObject } from '../../json';
import type { Json } from '../../types';
import generated from '../../schema/generated/protobuf.json';
import { WireReader } from './wire-reader';

/** By number: the name in JSON, empty when the fields of the message stand directly in the one around it; the type. */
type Fields = Partial<Record<string, string[]>>;

const kinds: Partial<Record<string, string>> = generated.kinds;
const messages: Partial<Record<string, Fields>> = generated.messages;

const MAGIC = Buffer.from('k8s\0');

function broken(reason: string): ApiError {
  return new ApiError(
    'BadRequest',
    `the object provided is unrecognized: ${reason}`,
  );
}

/**
 * Reads a body of the type `application/vnd.kubernetes.protobuf`, which Kubernetes' own clients send for built-in
 * kinds, into the JSON that they would have sent otherwise.
 *
 * @throws ApiError BadRequest for a damaged body, UnsupportedMediaType for a kind that has no protobuf form here
 */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC))
    throw broken('no protobuf with the prefix of Kubernetes');
  try {
    return readEnvelope(body.subarray(MAGIC.length));
  } catch (error) {
    if (error instanceof RangeError) throw broken(error.message);
    throw error;
  }
}

/** `runtime.Unknown`: the kind of an object and its bytes. */
function readEnvelope(bytes: Buffer): JsonObject {
  let apiVersion = '';
  let kind = '';
  let raw: Buffer = Buffer.alloc(0);
  for (const field of new WireReader(bytes).fields()) {
    if (field.number === 1)
      for (const { number, bytes: text } of new WireReader(
        field.bytes,
      ).fields()) {
        if (number === 1) apiVersion = text.toString();
        if (number === 2) kind = text.toString();
      }
    if (field.number === 2) raw = field.bytes;
  }
  const message = kinds[`${apiVersion} ${kind}`];
  if (!message)
    throw new ApiError(
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
    );
  return { kind, apiVersion, ...readMessage(raw, message) };
}

function readMessage(bytes: Buffer, message: string): JsonObject {
  const fields = messages[message] ?? {};
  const object: JsonObject = {};
  for (const { number, bytes: content, value } of new WireReader(
    bytes,
  ).fields()) {
    const [name, type] = fields[number] ?? [];
    if (name === undefined || type === undefined) continue;
    if (name === '') Object.assign(object, readMessage(content, type));
    else if (type.startsWith('[]')) {
      const items = object[name];
      const item = readValue(content, value, type.slice(2));
      object[name] = [...(Array.isArray(items) ? items : []), item ?? null];
    } else if (type.startsWith('{}')) {
      const entry = readEntry(content, type.slice(2));
      object[name] = Object.assign(object[name] ?? {}, entry);
    } else {
      const read = readValue(content, value, type);
      if (read !== undefined) object[name] = read;
    }
  }
  return object;
}

/** An entry of a map: a message with the key in its first and the value in its second field. */
function readEntry(bytes: Buffer, type: string): JsonObject {
  let key = '';
  let entry: Json | undefined;
  for (const { number, bytes: content, value } of new WireReader(
    bytes,
  ).fields()) {
    if (number === 1) key = content.toString();
    else entry = readValue(content, value, type);
  }
  return { [key]: entry ?? readValue(Buffer.alloc(0), 0, type) ?? null };
}

/** `undefined` for a time that is not set. */
function readValue(
  bytes: Buffer,
  value: number,
  type: string,
): Json | undefined {
  switch (type) {
    case 'string':
      return bytes.toString();
    case 'bytes':
      return bytes.toString('base64');
    case 'bool':
      return value !== 0;
    case 'int':
      return value;
    case 'double':
      return bytes.readDoubleLE();
    case 'meta.v1.Time':
    case 'meta.v1.MicroTime':
    case 'meta.v1.Timestamp':
      return readTime(bytes, type);
    case 'resource.Quantity':
      return String(first(bytes)?.bytes ?? '0');
    case 'meta.v1.FieldsV1':
    case 'runtime.RawExtension': {
      const json: Json = JSON.parse(String(first(bytes)?.bytes ?? '{}'));
      return json;
    }
    case 'intstr.IntOrString':
      return readIntOrString(bytes);
    case 'authentication.v1.ExtraValue':
    case 'authorization.v1.ExtraValue':
      return [...new WireReader(bytes).fields()].map(item =>
        item.bytes.toString(),
      );
    default:
      return readMessage(bytes, type);
  }
}

function first(bytes: Buffer) {
  return new WireReader(bytes).fields().next().value || undefined;
}

function readTime(bytes: Buffer, type: string): string | undefined {
  let seconds: number | undefined;
  let nanos = 0;
  for (const { number, value } of new WireReader(bytes).fields()) {
    if (number === 1) seconds = value;
    if (number === 2) nanos = value;
  }
  if (seconds === undefined) return undefined;
  const whole = timestamp(seconds * 1000);
  if (type === 'meta.v1.Time') return whole;
  const micros = String(Math.floor(nanos / 1000)).padStart(6, '0');
  return whole.replace('Z', `.${micros}Z`);
}

function readIntOrString(bytes: Buffer): number | string {
  let isString = false;
  let number = 0;
  let text = '';
  for (const field of new WireReader(bytes).fields()) {
    if (field.number === 1) isString = field.value === 1;
    if (field.number === 2) number = field.value;
    if (field.number === 3) text = field.bytes.toString();
  }
  return isString ? text : number;
}
