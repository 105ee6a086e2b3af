/** An error that the caller is told about; codes as JSON-RPC 2.0 has them. */
export class RpcError extends Error {
  /**
   * @param {number} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * Answers one line of JSON-RPC 2.0.
 *
 * @returns {Promise<string | undefined>} a line, or nothing for a notification
 */
export async function answer(line, { methods, log, metrics }) {
  const began = performance.now();
  let call;
  let method = 'none';
  let error;
  let result;
  try {
    call = parse(line);
    // Only names that exist: everybody can make one up, and each would be a series of its own.
    if (!Object.hasOwn(methods, call.method)) {
      throw new RpcError(-32601, 'There is no such method');
    }
    method = call.method;
    result = (await methods[method](call.params)) ?? {};
  } catch (cause) {
    const known = cause instanceof RpcError;
    if (!known) log.error('Failed', { method, error: cause.stack });
    error = {
      code: known ? cause.code : -32603,
      message: known ? cause.message : 'Something went wrong here',
    };
  }
  const seconds = (performance.now() - began) / 1000;
  // What a caller did wrong is no trouble of the service.
  const outcome = !error ? 'ok' : error.code === -32603 ? 'error' : 'refused';
  metrics.observe({ method, outcome, seconds });
  log[outcome === 'error' ? 'error' : 'info'](`${method} ${outcome}`, {
    method,
    outcome,
    ms: Math.round(seconds * 1000),
  });
  if (call && call.id === undefined) return undefined;
  const id = call?.id ?? null;
  return JSON.stringify({ jsonrpc: '2.0', id, ...(error ? { error } : { result }) });
}

function parse(line) {
  let call;
  try {
    call = JSON.parse(line);
  } catch {
    throw new RpcError(-32700, 'A call has to be a line of JSON');
  }
  if (call?.jsonrpc !== '2.0' || typeof call.method !== 'string') {
    throw new RpcError(-32600, 'A call has to be one of JSON-RPC 2.0');
  }
  return call;
}
