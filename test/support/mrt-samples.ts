import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const committed = new URL('../vectors/mrt/', import.meta.url)

/** A file that a daemon wrote and this project holds. */
export function mrtSample(name: string): Uint8Array {
  return readFileSync(new URL(name, committed))
}

export interface MrtFile {
  readonly name: string
  readonly octets: Uint8Array
}

/** Beside the project, not in it: the terms of RIPE RIS are that its data is used and not passed on. */
export const mrtFolder = '../shared/data/mrt'

/** Every capture of that folder; `undefined` where it is not. */
export function mrtFilesBeside(): readonly MrtFile[] | undefined {
  if (!existsSync(mrtFolder)) return undefined
  return readdirSync(mrtFolder)
    .filter((name) => !name.startsWith('LICENSE') && !name.startsWith('README'))
    .map((name) => {
      const octets = readFileSync(`${mrtFolder}/${name}`)
      return { name, octets: name.endsWith('.gz') ? gunzipSync(octets) : octets }
    })
}
