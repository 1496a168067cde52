import { type CapturePeer, type HeldPrefixes, heldPrefixes } from '../../bgp/mrt/held-prefixes.ts'
import { type Family, families } from '../../net/address.ts'
import { familyNames } from '../../net/address-text.ts'
import { type PackedPrefixes, prefixAt, prefixOffsets } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { countOf } from '../../report/quantity.ts'
import { didYouMeanOrList } from '../../scenario/suggestion.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { fileOctets } from '../file-octets.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

export interface MrtOptions {
  readonly mrt: string
  readonly family?: Family
  readonly peer?: readonly string[]
}

const mostIssuesTold = 10
const linesAtOnce = 10_000

/** `vmsee import --mrt FILE`: what the peers of a capture have announced and not withdrawn, as a list of prefixes. */
export function importPrefixes(options: MrtOptions, terminal: Terminal): ExitCode {
  const { mrt: file, peer: wanted } = options
  const held = heldPrefixes(fileOctets(file), (peer) => wanted?.some((name) => isPeer(peer, name)) ?? true)
  if (tellIssues(file, held, terminal)) return exitCodes.unusable
  checkPeers(wanted ?? [], held.peers)
  const chosen = families.filter((family) => options.family === undefined || options.family === family)
  const counts = chosen.map((family) =>
    countOf(held.tables[family].count, `${familyNames[family]} prefix`, `${familyNames[family]} prefixes`),
  )
  terminal.out(`# ${counts.join(' and ')} of ${wanted?.join(', ') ?? countOf(held.peers.length, 'peer')}\n`)
  for (const family of chosen) print(held.tables[family], terminal)
  return exitCodes.held
}

/** A peer is meant by its address or by its AS. */
function isPeer({ address, asn }: CapturePeer, name: string): boolean {
  return name === address || name === String(asn)
}

/** Says what is wrong, and whether anything is. */
function tellIssues(file: string, { issues }: HeldPrefixes, terminal: Terminal): boolean {
  for (const { offset, problem } of issues.slice(0, mostIssuesTold)) {
    terminal.talk(`${terminal.talkPalette.bold(`${file}, octet ${offset}`)}  ${problem}\n`)
  }
  const left = issues.length - mostIssuesTold
  if (left > 0) terminal.talk(`and ${countOf(left, 'other record')} like these\n`)
  return issues.length > 0
}

function checkPeers(wanted: readonly string[], peers: readonly CapturePeer[]): void {
  const names = peers.flatMap(({ address, asn }) => [address, String(asn)])
  for (const name of wanted) {
    if (names.includes(name)) continue
    const parts = [`nothing came from a peer ${name}`, didYouMeanOrList(name, [...new Set(names)])]
    throw new UsageError(parts.filter((part) => part !== undefined).join('; '))
  }
}

function print({ family, data, ...prefixes }: PackedPrefixes, terminal: Terminal): void {
  let lines: string[] = []
  for (const offset of prefixOffsets({ family, data, ...prefixes })) {
    lines.push(`${formatPrefix(prefixAt(family, data, offset))}\n`)
    if (lines.length < linesAtOnce) continue
    terminal.out(lines.join(''))
    lines = []
  }
  terminal.out(lines.join(''))
}
