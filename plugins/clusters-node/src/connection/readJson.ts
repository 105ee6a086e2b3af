import { ConnectionError } from './ApiError';

/**
 * Reads a body of at most so many bytes.
 *
 * @throws ConnectionError when there is more; SyntaxError when it is no JSON
 */
export async function readJson(
  body: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new ConnectionError(`it sent more than ${maxBytes} bytes`, {
        sent: true,
      });
    }
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString());
}
