import { existsSync, readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { UsageError } from './usage-error.ts'

/** What a file that was named on the command line holds, unpacked where it is gzip. */
export function fileOctets(file: string): Uint8Array {
  if (!existsSync(file)) throw new UsageError(`no such file: ${file}`)
  if (statSync(file).isDirectory()) throw new UsageError(`${file} is a folder`)
  const octets = readFileSync(file)
  if (octets[0] !== 0x1f || octets[1] !== 0x8b) return octets
  try {
    return gunzipSync(octets)
  } catch (error) {
    throw new UsageError(`${file} is a broken gzip file: ${error instanceof Error ? error.message : error}`)
  }
}
