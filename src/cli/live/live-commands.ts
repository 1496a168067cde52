import { families } from '../../net/address.ts'
import { type PackedPrefixes, packPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { readPrefix } from '../../net/prefix-text.ts'
import { readQuery, type ShowQuery } from '../show.ts'
import { unknownWord } from '../unknown-word.ts'
import { UsageError } from '../usage-error.ts'

/** A line typed while routers are live. */
export type LiveCommand =
  | { readonly kind: 'show'; readonly router: string; readonly query: ShowQuery }
  | { readonly kind: 'shut' | 'start' | 'clear'; readonly sessions: readonly string[] }
  | {
      readonly kind: 'announce' | 'withdraw'
      readonly at: string
      readonly prefixes: readonly PackedPrefixes[]
    }
  | { readonly kind: 'drain' | 'undrain'; readonly router: string }
  | { readonly kind: 'help' | 'quit' | 'nothing' }

/** What a line may be about. */
export interface LiveSubjects {
  /** Every router that runs here, those that are live first. */
  readonly routers: readonly string[]
  /** The sessions of the live routers, by far router too. */
  readonly sessions: readonly { readonly name: string; readonly remote: string }[]
}

export const liveCommandHelp = `Commands:
  show [ROUTER] bgp summary          also: bgp, bgp PREFIX, route, bfd peers; ipv4 or ipv6 after them for one family
  shut PEER                          Cease/2, and down until it is started; PEER is a router or a session
  start PEER
  clear PEER                         Cease/4, and up again
  drain [ROUTER]                     for maintenance: its routes look worse, its sessions stand
  undrain [ROUTER]
  announce [ROUTER] PREFIX...        as a route of the router's own
  withdraw [ROUTER] PREFIX...
  help
  quit                               Cease/2 to everybody, and the end
`

const words = [
  ...['show', 'shut', 'start', 'clear', 'drain', 'undrain'],
  ...['announce', 'withdraw', 'help', 'quit'],
] as const

/** Reads a line; throws a `UsageError` that says what is possible. */
export function readLiveCommand(line: string, subjects: LiveSubjects): LiveCommand {
  const [word = '', ...rest] = line.trim().split(/\s+/)
  switch (word) {
    case '':
      return { kind: 'nothing' }
    case 'show': {
      const { router, others } = leadingRouter(rest, subjects)
      return { kind: 'show', router, query: readQuery(others) }
    }
    case 'shut':
    case 'start':
    case 'clear':
      return { kind: word, sessions: sessionsOf(rest.join(' '), word, subjects) }
    case 'drain':
    case 'undrain':
      return { kind: word, router: onlyRouter(rest, word, subjects) }
    case 'announce':
    case 'withdraw': {
      const { router, others } = leadingRouter(rest, subjects)
      return { kind: word, at: router, prefixes: packed(others, word) }
    }
    case 'help':
    case 'quit':
      return { kind: word }
    default:
      throw new UsageError(unknownWord(`command ${word}`, word, words))
  }
}

function leadingRouter(
  given: readonly string[],
  { routers }: LiveSubjects,
): { readonly router: string; readonly others: readonly string[] } {
  const [first = ''] = given
  if (routers.includes(first)) return { router: first, others: given.slice(1) }
  const [router] = routers
  if (router === undefined) throw new Error('somebody is live')
  return { router, others: given }
}

function onlyRouter(given: readonly string[], word: string, subjects: LiveSubjects): string {
  const { router, others } = leadingRouter(given, subjects)
  if (others.length === 0) return router
  const named = others.join(' ')
  throw new UsageError(unknownWord(`router ${named} to ${word}`, named, subjects.routers))
}

function sessionsOf(peer: string, word: string, { sessions }: LiveSubjects): readonly string[] {
  const own = sessions.filter(({ name, remote }) => name === peer || remote === peer)
  if (own.length > 0) return own.map(({ name }) => name)
  const known = [...new Set(sessions.map(({ remote }) => remote)), ...sessions.map(({ name }) => name)]
  if (peer === '') throw new UsageError(`${word} which peer? ${known.join(', ')}`)
  throw new UsageError(unknownWord(`peer ${peer}`, peer, known))
}

function packed(texts: readonly string[], word: string): readonly PackedPrefixes[] {
  if (texts.length === 0) throw new UsageError(`${word} which prefixes? such as 10.1.0.0/16`)
  const prefixes = texts.map(prefixIn)
  return families.flatMap((family) => {
    const own = prefixes.filter((prefix) => prefix.family === family)
    return own.length === 0 ? [] : [packPrefixes(family, own)]
  })
}

function prefixIn(text: string): Prefix {
  const { value, problem, suggestion } = readPrefix(text)
  if (value !== undefined) return value
  throw new UsageError(suggestion === undefined ? problem : `${problem}; did you mean ${suggestion}?`)
}
