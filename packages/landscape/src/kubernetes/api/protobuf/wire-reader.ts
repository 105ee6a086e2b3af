/** One field of a protobuf message: `value` for numbers, `bytes` for everything with a length. */
export interface WireField {
  number: number;
  value: number;
  bytes: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** Reads the fields of a protobuf message without knowing what they mean. */
export class WireReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** @throws RangeError when the message is damaged */
  *fields(): Generator<WireField, undefined> {
    while (this.#position < this.#bytes.length) {
      const tag = this.#varint();
      const number = tag >>> 3;
      switch (tag & 7) {
        case 0:
          yield { number, value: this.#varint(), bytes: NOTHING };
          break;
        case 1:
          yield { number, value: 0, bytes: this.#take(8) };
          break;
        case 2:
          yield { number, value: 0, bytes: this.#take(this.#varint()) };
          break;
        case 5:
          yield { number, value: 0, bytes: this.#take(4) };
          break;
        default:
          throw new RangeError(`wire type ${tag & 7} is not known`);
      }
    }
    return undefined;
  }

  #take(length: number): Buffer {
    const end = this.#position + length;
    if (length < 0 || end > this.#bytes.length)
      throw new RangeError('the message ends too early');
    const taken = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }

  /** Signed 64 bits in groups of seven, the lowest first. */
  #varint(): number {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const [byte] = this.#take(1);
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, result));
    }
    throw new RangeError('a number has too many digits');
  }
}
