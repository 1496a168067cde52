import { type PackedPrefixes, prefixAt } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { TraceDetail, TraceRecord } from '../../sim/trace.ts'
import { flowArrow } from './flow-arrow.ts'
import { overloadText } from './overload-text.ts'
import type { TimelineLine } from './run-result.ts'

type Detail<Kind extends TraceDetail['kind']> = Extract<TraceDetail, { kind: Kind }>

/** The trace as a story for people: what was done, what the routers noticed, what packets met. */
export class StoryLines {
  readonly #lines: TimelineLine[] = []
  readonly #flows: FlowStory
  readonly #hasStood = new Set<string>()
  readonly #waiting: Set<string>

  /**
   * `sessions` are told of once, when all of them stand for the first time; `landmarks` are the nodes
   * by which a flow's way is told.
   */
  constructor(sessions: readonly string[], landmarks: readonly string[]) {
    this.#waiting = new Set(sessions)
    this.#flows = new FlowStory(landmarks)
  }

  get lines(): readonly TimelineLine[] {
    this.#tellFlows()
    return this.#lines
  }

  note(record: TraceRecord): void {
    const begins = record.at > this.#flows.at || record.kind === 'mark' || record.kind === 'operator'
    if (begins && this.#flows.hasNews) this.#tellFlows()
    switch (record.kind) {
      case 'mark':
        return this.#add(record, `— ${record.label} —`, true)
      case 'operator':
        return this.#add(record, record.action, true)
      case 'session-state':
        return this.#noteSession(record)
      case 'bfd':
        return this.#add(record, bfdText(record.node, record), record.from === 'Up')
      case 'limit':
        return this.#add(record, limitText(record.node, record), true)
      case 'stale':
        return this.#add(record, staleText(record.node, record), true)
      case 'flow-path':
        return this.#flows.note(record)
      case 'overload':
        return this.#add(record, overloadText(record), true)
      case 'loop':
      case 'black-hole':
        return this.#add(record, flawText(record), record.kind === 'loop')
      case 'best-route':
        return this.#add(record, routeText(record.node, record), false)
      case 'link':
        return this.#add(record, `${record.node}: port on ${record.link} ${record.up ? 'up' : 'down'}`, false)
      default:
        return
    }
  }

  #tellFlows(): void {
    this.#lines.push(...this.#flows.take())
  }

  #noteSession(record: TraceRecord & Detail<'session-state'>): void {
    const { node, session, from, to, reason, sentBy, notification } = record
    const end = `${session} at ${node}`
    if (to === 'Established') {
      this.#add(record, `${node}: ${session} is Established`, this.#hasStood.has(end))
      this.#hasStood.add(end)
      if (this.#waiting.delete(session) && this.#waiting.size === 0)
        this.#add(record, 'every session stands', true)
    } else if (from === 'Established') {
      const told = sentBy === 'local' && notification !== undefined
      const code = told ? `, sends NOTIFICATION ${notification.code}/${notification.subcode}` : ''
      this.#add(record, `${node}: ${session} falls: ${reason ?? 'no reason'}${code}`, true)
    }
  }

  #add({ at }: TraceRecord, text: string, headline: boolean): void {
    this.#lines.push({ atSeconds: microsToSeconds(at), text, headline })
  }
}

function bfdText(node: string, { session, to, reason }: Detail<'bfd'>): string {
  return `${node}: BFD of ${session} is ${to}: ${reason}`
}

function limitText(node: string, { session, level, prefixCount, limit }: Detail<'limit'>): string {
  const what = level === 'exceeded' ? 'exceeds its prefix limit' : 'is close to its prefix limit'
  return `${node}: ${session} ${what}: ${prefixCount} of ${limit}`
}

function staleText(node: string, { session, present, prefixCount, reason }: Detail<'stale'>): string {
  if (prefixCount === 0) return `${node}: no route of ${session} is stale any more: ${reason}`
  const routes = prefixCount === 1 ? '1 route' : `${prefixCount} routes`
  return present
    ? `${node}: ${routes} of ${session} kept as stale`
    : `${node}: ${routes} of ${session} still stale, deleted: ${reason}`
}

/** What became of each flow's five-tuples, told once for each instant in which any of them moved. */
class FlowStory {
  readonly #ways = new Map<string, Map<string, Detail<'flow-path'>>>()
  readonly #moved = new Set<string>()
  readonly #hasArrived = new Set<string>()
  readonly #landmarks: readonly string[]
  #at = 0

  constructor(landmarks: readonly string[]) {
    this.#landmarks = landmarks
  }

  get hasNews(): boolean {
    return this.#moved.size > 0
  }

  /** The instant that is being told of. */
  get at(): Micros {
    return this.#at
  }

  note(record: TraceRecord & Detail<'flow-path'>): void {
    const name = `${record.flow} ${flowArrow[record.direction]}`
    const ways = this.#ways.get(name) ?? new Map<string, Detail<'flow-path'>>()
    const way = `${record.outcome} ${record.hops.join(' ')}`
    if (record.tuples === 0) ways.delete(way)
    else ways.set(way, record)
    this.#ways.set(name, ways)
    this.#moved.add(name)
    this.#at = record.at
  }

  /** The lines of the instant, once; the paths one by one are for those who want to know more. */
  take(): readonly TimelineLine[] {
    const atSeconds = microsToSeconds(this.#at)
    const lines = [...this.#moved].flatMap((name) => {
      const ways = [...(this.#ways.get(name)?.values() ?? [])]
      if (ways.some(({ outcome }) => outcome === 'ACCEPTED')) this.#hasArrived.add(name)
      const headline = this.#hasArrived.has(name)
      const paths = ways.map(({ tuples, hops }) => `    ${tuples} by ${hops.join(' › ')}`)
      return [
        { atSeconds, text: `${name} ${this.#summary(ways)}`, headline },
        ...paths.map((text) => ({ atSeconds, text, headline: false })),
      ]
    })
    this.#moved.clear()
    return lines
  }

  /** `30 of 64 five-tuples arrive over er-1.msee2, 34 lost at ce1 (NEIGHBOR_UNREACHABLE)`. */
  #summary(ways: readonly Detail<'flow-path'>[]): string {
    const total = sumOf(ways)
    const arriving = ways.filter(({ outcome }) => outcome === 'ACCEPTED')
    const arrived = sumOf(arriving)
    const share = arrived === total ? `all ${total}` : `${arrived === 0 ? 'none' : arrived} of ${total}`
    const lost = totals(
      ways.filter(({ outcome }) => outcome !== 'ACCEPTED'),
      ({ outcome, hops }) => `${hops.at(-1) ?? ''} (${outcome})`,
    )
    const losses = [...lost].map(([where, tuples]) => `, ${tuples} lost at ${where}`).join('')
    return `${share} five-tuples arrive${this.#over(arriving)}${losses}`
  }

  #over(ways: readonly Detail<'flow-path'>[]): string {
    const passed = totals(ways, ({ hops }) => hops.filter((hop) => this.#landmarks.includes(hop)).join(' › '))
    const names = [...passed.keys()].toSorted()
    if (names.length < 2) return names[0] === undefined || names[0] === '' ? '' : ` over ${names[0]}`
    return ` over ${names.map((name) => `${name} (${passed.get(name) ?? 0})`).join(', ')}`
  }
}

function totals(
  ways: readonly Detail<'flow-path'>[],
  nameOf: (way: Detail<'flow-path'>) => string,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const way of ways) sums.set(nameOf(way), (sums.get(nameOf(way)) ?? 0) + way.tuples)
  return sums
}

function sumOf(ways: readonly Detail<'flow-path'>[]): number {
  return ways.reduce((sum, { tuples }) => sum + tuples, 0)
}

function flawText({ kind, prefixes, nodes, present }: Detail<'loop' | 'black-hole'>): string {
  const what = kind === 'loop' ? 'loop' : 'black hole'
  return `${what} ${present ? 'for' : 'ended for'} ${prefixText(prefixes)}: ${nodes.join(' › ')}`
}

function routeText(node: string, change: Detail<'best-route'>): string {
  const { prefixes, new: route, decidedBy } = change
  if (route === undefined) return `${node}: no route for ${prefixText(prefixes)}`
  const by = decidedBy === undefined ? '' : `, decided by ${decidedBy}`
  const path = route.asPath === '' ? 'its own' : `path ${route.asPath}`
  return `${node}: ${prefixText(prefixes)} from ${route.from}, ${path}${by}`
}

function prefixText({ family, count, data }: PackedPrefixes): string {
  const first = formatPrefix(prefixAt(family, data, 0))
  return count === 1 ? first : `${first} and ${count - 1} more`
}
