/** The part of asn1-ber that this project uses; the package brings no types. */
declare module 'asn1-ber' {
  export class BerWriter {
    constructor(options?: { size?: number })
    readonly buffer: Buffer
    startSequence(tag?: number): void
    endSequence(): void
    writeInt(value: number, tag?: number): void
    writeBuffer(value: Buffer, tag: number): void
    writeOID(oid: string, tag?: number): void
  }
}
