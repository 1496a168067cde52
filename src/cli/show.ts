import { type Address, type Family, families } from '../net/address.ts'
import { familyNames, readAddress } from '../net/address-text.ts'
import type { Prefix } from '../net/prefix.ts'
import { readPrefix } from '../net/prefix-text.ts'
import { routeJson } from '../report/run/json.ts'
import { formatBfdPeers } from '../report/show/show-bfd.ts'
import { familyOf, formatBgpSummary } from '../report/show/show-bgp.ts'
import { findPaths, formatBgpPrefix } from '../report/show/show-bgp-prefix.ts'
import { formatBgpTable } from '../report/show/show-bgp-table.ts'
import { formatRouteTable } from '../report/show/show-route.ts'
import { loadScenario } from '../scenario/load.ts'
import type { NeighborResult, RouterResult } from '../scenario/result/run-result.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { runToInstant } from './run-files.ts'
import { showMessage } from './show-message.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { unknownWord } from './unknown-word.ts'
import { UsageError } from './usage-error.ts'

export interface ShowOptions {
  readonly router?: string
  readonly at?: number
  readonly seed?: number
  readonly json?: true
}

/** What `show` is asked for, as a router's command line would have it. */
export type ShowQuery = { readonly family: Family | undefined } & (
  | { readonly kind: 'summary' | 'table' | 'route' | 'bfd' }
  | { readonly kind: 'prefix'; readonly wanted: Prefix | Address }
)

/** `vmsee show FILE --router R --at T "bgp summary"`. */
export function show(
  file: string,
  words: readonly string[],
  options: ShowOptions,
  terminal: Terminal,
): ExitCode {
  const record = readMessageNumber(words)
  if (record !== undefined) return showMessage(file, record, options, terminal)
  const query = readQuery(words)
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  const result = runToInstant(source.scenario, { ...options, onRecord: undefined })
  const router = chooseRouter(result.routers, options.router)
  terminal.out(
    options.json === true
      ? `${JSON.stringify(answerJson(ofFamily(router, query.family), query), undefined, 2)}\n`
      : answer(router, query),
  )
  return exitCodes.held
}

const askable =
  'ask for "bgp summary", "bgp", "bgp PREFIX", "route" or "bfd peers", and for one family with ipv4 or ipv6 after bgp or route; or for "message" and the number of its record'

/** `message 42`, as one word or two. */
function readMessageNumber(words: readonly string[]): number | undefined {
  const [, number] = /^(?:show )?message (\d{1,9})$/.exec(words.join(' ').trim()) ?? []
  return number === undefined ? undefined : Number(number)
}

/** Reads `bgp summary`, `bgp ipv6`, `bgp 10.0.0.0/8` or `route ipv4`; `show`, `ip` and a family may stand before. */
export function readQuery(words: readonly string[]): ShowQuery {
  const [topic, ...rest] = spread(words)
  if (topic === 'bfd' && /^peers?( brief)?$/.test(rest.join(' '))) return { kind: 'bfd', family: undefined }
  const { family, details } = readFamily(rest)
  const [detail, ...others] = details
  if (others.length > 0) throw new UsageError(unknownQuery(words))
  if (topic === 'route' && detail === undefined) return { kind: 'route', family }
  if (topic !== 'bgp') throw new UsageError(unknownQuery(words))
  if (detail === undefined) return { kind: 'table', family }
  if (detail === 'summary') return { kind: 'summary', family }
  // A word with neither a dot nor a colon was not meant as an address.
  if (!/[.:]/.test(detail)) throw new UsageError(unknownQuery(words))
  const wanted = readWanted(detail)
  if (family === undefined || wanted.family === family) return { kind: 'prefix', wanted, family }
  throw new UsageError(`${detail} is ${familyNames[wanted.family]}, and ${familyNames[family]} was asked for`)
}

/** The words one by one, without `show` and `ip`; a family that stands before its topic is put after it. */
function spread(words: readonly string[]): readonly string[] {
  const single = words.flatMap((word) => word.trim().split(/\s+/))
  const [first, ...rest] = single[0] === 'show' ? single.slice(1) : single
  if (first === 'ip') return rest
  const [topic, ...details] = rest
  return isFamily(first) && topic !== undefined ? [topic, first, ...details] : [first ?? '', ...rest]
}

/** FRR says `ipv4 unicast`, and takes `ipv4` for it. */
function readFamily(words: readonly string[]): {
  readonly family: Family | undefined
  readonly details: readonly string[]
} {
  const [family, ...details] = words
  if (!isFamily(family)) return { family: undefined, details: words }
  return { family, details: details[0] === 'unicast' ? details.slice(1) : details }
}

function isFamily(word: string | undefined): word is Family {
  return families.some((family) => family === word)
}

function readWanted(text: string): Prefix | Address {
  const { value, problem, suggestion } = text.includes('/') ? readPrefix(text) : readAddress(text)
  if (problem === undefined) return value
  throw new UsageError(suggestion === undefined ? problem : `${problem}; did you mean ${suggestion}?`)
}

function unknownQuery(words: readonly string[]): string {
  return `cannot show "${words.join(' ')}": ${askable}`
}

function chooseRouter(routers: readonly RouterResult[], name: string | undefined): RouterResult {
  const names = routers.map((router) => router.name)
  if (name === undefined) throw new UsageError(`which router? --router with one of: ${names.join(', ')}`)
  const router = routers.find((candidate) => candidate.name === name)
  if (router !== undefined) return router
  throw new UsageError(unknownWord(`router ${name}`, name, names))
}

function ofFamily(router: RouterResult, family: Family | undefined): RouterResult {
  if (family === undefined) return router
  return {
    ...router,
    neighbors: router.neighbors
      .filter((neighbor) => neighbor.families.includes(family))
      .map((neighbor) => ({ ...neighbor, families: [family] })),
    routes: router.routes.filter(({ prefix }) => familyOf(prefix) === family),
    forwarding: router.forwarding.filter(({ prefix }) => familyOf(prefix) === family),
  }
}

/** What the router's command line answers. */
export function answer(whole: RouterResult, query: ShowQuery): string {
  const router = ofFamily(whole, query.family)
  switch (query.kind) {
    case 'summary':
      return formatBgpSummary(router)
    case 'table':
      return formatBgpTable(router)
    case 'route':
      return formatRouteTable(router)
    case 'bfd':
      return formatBfdPeers(router)
    case 'prefix':
      return formatBgpPrefix(router, query.wanted)
    default:
      throw new Error(`no answer to ${query satisfies never}`)
  }
}

function answerJson(router: RouterResult, query: ShowQuery): object {
  const { name, asn, bgpIdentifier, atSeconds } = router
  const head = { version: 1, router: name, asn, bgpIdentifier, atSeconds }
  switch (query.kind) {
    case 'summary':
      return { ...head, neighbors: router.neighbors.map(neighborJson) }
    case 'bfd':
      return { ...head, peers: router.neighbors.flatMap(bfdJson) }
    case 'table':
      return { ...head, routes: router.routes.map(routeJson) }
    case 'route':
      return { ...head, forwarding: router.forwarding }
    case 'prefix':
      return { ...head, routes: (findPaths(router, query.wanted)?.paths ?? []).map(routeJson) }
    default:
      throw new Error(`no answer to ${query satisfies never}`)
  }
}

function neighborJson({ bfd, ...neighbor }: NeighborResult): object {
  return { ...absentAsNull(neighbor), bfd: bfd?.state ?? null }
}

function bfdJson({ session, localAddress, address, bfd }: NeighborResult): readonly object[] {
  return bfd === undefined ? [] : [{ session, localAddress, address, ...absentAsNull(bfd) }]
}

function absentAsNull(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, part ?? null]))
}
