import { addressBits, addressWords, type Family, wordAt } from '../../src/net/address.ts'
import { absent, type PrefixTable, type PrefixTableEntry } from '../../src/net/prefix-table.ts'

/**
 * The slow twin: a prefix is the text of its bits, `10.0.0.0/8` is '00001010'. To cover is to be the
 * beginning of, and address order is the order of the texts.
 */
export class SlowPrefixTable implements PrefixTable {
  readonly family: Family
  readonly #values = new Map<string, number>()

  constructor(family: Family) {
    this.family = family
  }

  get size(): number {
    return this.#values.size
  }

  set(key: Uint32Array, offset: number, value: number): number {
    const replaced = this.get(key, offset)
    this.#values.set(prefixBits(this.family, key, offset), value)
    return replaced
  }

  get(key: Uint32Array, offset: number): number {
    return this.#values.get(prefixBits(this.family, key, offset)) ?? absent
  }

  delete(key: Uint32Array, offset: number): number {
    const removed = this.get(key, offset)
    this.#values.delete(prefixBits(this.family, key, offset))
    return removed
  }

  match(address: Uint32Array, offset: number): number {
    const bits = leadingBits(address, offset, addressBits[this.family])
    return this.#where((held) => bits.startsWith(held)).at(-1)?.value ?? absent
  }

  clear(): void {
    this.#values.clear()
  }

  covering(key: Uint32Array, offset: number): PrefixTableEntry[] {
    const bits = prefixBits(this.family, key, offset)
    return this.#where((held) => bits.startsWith(held)).reverse()
  }

  covered(key: Uint32Array, offset: number): PrefixTableEntry[] {
    const bits = prefixBits(this.family, key, offset)
    return this.#where((held) => held.startsWith(bits))
  }

  entries(): PrefixTableEntry[] {
    return this.#where(() => true)
  }

  #where(isWanted: (held: string) => boolean): PrefixTableEntry[] {
    const wanted = [...this.#values].filter(([held]) => isWanted(held))
    wanted.sort(([a], [b]) => (a < b ? -1 : 1))
    return wanted.map(([held, value]) => ({ key: keyOfBits(this.family, held), value }))
  }
}

/** The bits of the packed prefix at `offset`, as a text of zeros and ones. */
export function prefixBits(family: Family, key: Uint32Array, offset: number): string {
  return leadingBits(key, offset, wordAt(key, offset + addressWords[family]))
}

function leadingBits(key: Uint32Array, offset: number, length: number): string {
  const words = Array.from(key.subarray(offset, offset + Math.ceil(length / 32)))
  return words
    .map((word) => word.toString(2).padStart(32, '0'))
    .join('')
    .slice(0, length)
}

function keyOfBits(family: Family, bits: string): Uint32Array {
  const padded = bits.padEnd(addressBits[family], '0')
  const words = Array.from({ length: addressWords[family] }, (_, index) =>
    Number.parseInt(padded.slice(32 * index, 32 * index + 32), 2),
  )
  return Uint32Array.from([...words, bits.length])
}
