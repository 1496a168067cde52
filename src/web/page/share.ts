import type { Micros } from '../../sim/time.ts'
import type { ScenarioSource } from '../simulator/protocol.ts'

/** What a link carries: a scenario with all that was done in it, or a lesson and the round of it, and the moment that is looked at. */
export interface Shared {
  readonly source: ScenarioSource
  readonly at: Micros
  readonly round?: number | undefined
}

/** Longer addresses are cut off by what they are sent with. */
const longestAddress = 8000

/** An address that opens the page as it is now; `undefined` where it would be too long. */
export async function addressOf(shared: Shared): Promise<string | undefined> {
  const packed = await through(
    new TextEncoder().encode(JSON.stringify(shared)),
    new CompressionStream('deflate-raw'),
  )
  const text = btoa(String.fromCharCode(...packed))
  const [page = ''] = location.href.split('#')
  const address = `${page}#${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
  return address.length > longestAddress ? undefined : address
}

/** What the address of this page carries, where it carries anything that can be read. */
export async function sharedHere(): Promise<Shared | undefined> {
  const text = location.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/')
  if (text === '') return undefined
  try {
    const octets = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    const value: unknown = JSON.parse(
      new TextDecoder().decode(await through(octets, new DecompressionStream('deflate-raw'))),
    )
    return isShared(value) ? value : undefined
  } catch {
    return undefined
  }
}

async function through(
  octets: Uint8Array<ArrayBuffer>,
  transformer: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([octets]).stream().pipeThrough(transformer)
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** The address at which the page opens one of those that came with it; of a lesson, perhaps another round than the first. */
export function addressOfFile(file: string, round = 0): string {
  return `#${new URLSearchParams({ file, ...(round === 0 ? {} : { round: String(round + 1) }) })}`
}

/** The file that the address of this page names, and the round. */
export function namedHere(): { readonly file: string | undefined; readonly round: number } {
  const named = new URLSearchParams(location.hash.slice(1))
  return { file: named.get('file') ?? undefined, round: Math.max(0, Number(named.get('round') ?? 1) - 1) }
}

function isShared(value: unknown): value is Shared {
  if (typeof value !== 'object' || !value || !('source' in value) || !('at' in value)) return false
  const { source, at } = value
  if ('round' in value && typeof value.round !== 'number') return false
  if (typeof source !== 'object' || !source || !Number.isInteger(at)) return false
  return 'file' in source && 'text' in source && typeof source.text === 'string' && 'prefixFiles' in source
}
