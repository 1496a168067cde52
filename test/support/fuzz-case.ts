import type { BfdConfiguration } from '../../src/bfd/session.ts'
import type { GracefulRestartConfiguration } from '../../src/bgp/fsm/graceful-restart.ts'
import type { PolicySettings } from '../../src/bgp/policy.ts'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { type Family, families } from '../../src/net/address.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { Draw } from '../../src/sim/draw.ts'
import type { FaultRule } from '../../src/sim/fault.ts'
import type { Operation } from '../../src/sim/operation.ts'
import { randomStream } from '../../src/sim/random.ts'
import { packedByFamily, type SessionSketch, type SimulationSketch } from './simulation-lab.ts'
import { acceptAll, type EndDifference, exactly, term } from './speaker-plan.ts'

/** A small network and what happens to it: everything is undone before `healedSeconds`. */
export interface FuzzCase {
  readonly sketch: SimulationSketch
  readonly happenings: readonly Happening[]
  /** Whether each router decides by the routes alone, so that the past leaves no trace in the outcome. */
  readonly forgetsThePast: boolean
}

interface Happening {
  readonly from: number
  readonly to: number
  readonly done: Operation
  readonly undone: Operation | undefined
}

/** When everything is undone. */
export const healedSeconds = 150

export function fuzzCase(seed: number): FuzzCase {
  const draw = new Draw(randomStream(seed, 'fuzz'))
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, draw.whole(3, 6))
  const profileOf = new Map(names.map((name) => [name, draw.one<Profile>(Object.values(profiles))]))
  const asnOf = new Map(names.map((name) => [name, draw.whole(65001, 65001 + names.length - 1)]))
  const routers = Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        asn: asnOf.get(name) ?? 0,
        profile: profileOf.get(name) ?? profiles.bird,
        announces: [`10.${index}.0.0/16`, `2001:db8:${index}::/48`, '10.99.0.0/16'].filter(() =>
          draw.chance(0.7),
        ),
      },
    ]),
  )
  const sessions = pairsOf(names, draw).map((between) => sessionOf(between, draw))
  const networks = networksOf(names, draw)
  const flows = Object.keys(networks).length === 2 ? { web: { from: 'site', to: 'far' } } : {}
  const sketch: SimulationSketch = { routers, sessions, networks, flows, seed }
  const happenings = Array.from({ length: draw.whole(1, 8) }, (_, index) => happening(index, sketch, draw))
  const forgetsThePast = [...profileOf.values()].every(({ preferOldestExternal }) => !preferOldestExternal)
  return { sketch, happenings, forgetsThePast }
}

function graceful(draw: Draw): GracefulRestartConfiguration {
  return {
    families: draw.one<readonly Family[]>([[], ['ipv4', 'ipv6']]),
    restartSeconds: draw.one([2, 20, 120]),
    staleSeconds: draw.one([5, 60]),
    selectionDeferralSeconds: draw.one([3, 30]),
    notification: draw.chance(0.5),
    forwardingBitAfterReset: draw.chance(0.5),
    hardResetSubcodes: draw.one([[], [1, 2, 3, 4, 10]]),
  }
}

/** A tree that reaches everybody, and a few cables more. */
function pairsOf(names: readonly string[], draw: Draw): readonly (readonly [string, string])[] {
  const pairs = new Map<string, readonly [string, string]>()
  for (const [index, name] of names.entries()) {
    if (index === 0) continue
    const other = draw.one(names.slice(0, index))
    pairs.set(`${other} ${name}`, [other, name])
  }
  for (let more = draw.whole(0, 3); more > 0; more--) {
    const [a, b] = [draw.one(names), draw.one(names)]
    if (a < b) pairs.set(`${a} ${b}`, [a, b])
  }
  return [...pairs.values()]
}

function sessionOf(between: readonly [string, string], draw: Draw): SessionSketch {
  const over = draw.one<Family>(families)
  const end = (passive: boolean): EndDifference => ({
    import: acceptAll,
    export: draw.one([
      acceptAll,
      acceptAll,
      [term({ prepend: 2 })],
      [term('reject', exactly('10.99.0.0/16')), ...acceptAll],
    ]),
    nextHopSelf: draw.chance(0.8),
    session: {
      holdTimeSeconds: draw.one([9, 12, 30]),
      keepaliveSeconds: 3,
      idleHoldMaximumSeconds: 8,
      passive,
      gracefulRestart: draw.one([undefined, graceful(draw)]),
    },
  })
  const passive = draw.one([undefined, undefined, ...between])
  return {
    between,
    over,
    families: draw.one<readonly Family[]>([[over], ['ipv4', 'ipv6']]),
    delayMicros: draw.whole(1, 30_000),
    carrier: draw.one(['direct', 'layer-2']),
    ends: Object.fromEntries(between.map((name) => [name, end(passive === name)])),
    ...(draw.chance(0.5) && { bfd: Object.fromEntries(between.map((name) => [name, bfdEnd(draw)])) }),
  }
}

function bfdEnd(draw: Draw): BfdConfiguration {
  return {
    desiredMinTxMicros: draw.one([100_000, 300_000, 750_000]),
    requiredMinRxMicros: draw.one([100_000, 300_000, 1_500_000]),
    detectMultiplier: draw.one([1, 3, 5]),
  }
}

function networksOf(names: readonly string[], draw: Draw): NonNullable<SimulationSketch['networks']> {
  const behind = names.filter(() => draw.chance(0.4))
  if (behind.length === 0) return {}
  const site = { prefixes: ['10.200.0.0/16'], behind, convergenceMicros: draw.one([0, 2_000_000]) }
  const others = names.filter((name) => !behind.includes(name))
  return others.length === 0 ? { site } : { site, far: { prefixes: ['10.201.0.0/16'], behind: others } }
}

function lateness(draw: Draw): Pick<FaultRule & { kind: 'delay' }, 'micros' | 'jitterMicros'> {
  return { micros: draw.whole(1, 900_000), jitterMicros: draw.whole(0, 50_000) }
}

function settings(draw: Draw): PolicySettings {
  return draw.one([
    { localPref: draw.one([50, 200]), multiExitDisc: undefined, prepend: undefined },
    { localPref: undefined, multiExitDisc: draw.whole(0, 3), prepend: draw.whole(0, 3) },
  ])
}

const anywhere = parsePrefix('10.250.0.0/16')

function happening(index: number, sketch: SimulationSketch, draw: Draw): Happening {
  const from = draw.between(0, 110)
  const times = { from, to: from + draw.between(0.001, healedSeconds - 1 - from) }
  const { between } = draw.one(sketch.sessions)
  const link = between.join('-')
  const rule = (fault: FaultRule): Happening => ({
    ...times,
    done: { kind: 'add-fault', rule: fault },
    undone: { kind: 'remove-fault', rule: fault },
  })
  const [id, oneWay] = [`fault ${index}`, draw.one([undefined, ...between])]
  const node = draw.one(Object.keys(sketch.routers))
  const adjusted = { at: draw.one(between), direction: draw.one(['import', 'export'] as const), hold: id }
  const place = draw.one([node, ...Object.keys(sketch.networks ?? {})])
  const [prefixes] = packedByFamily(
    sketch.routers[place]?.announces ?? sketch.networks?.[place]?.prefixes ?? [],
  )
  const happenings: readonly Happening[] = [
    rule({ kind: 'ports-down', id, link }),
    rule({ kind: 'silence', id, link, from: oneWay }),
    rule({ kind: 'loss', id, link, from: oneWay, share: draw.between(0.05, 0.6) }),
    rule({ ...{ kind: 'delay', id, link, from: oneWay }, ...lateness(draw) }),
    { ...times, done: { kind: 'crash', node }, undone: { kind: 'restart', node } },
    { ...times, done: { kind: 'crash-control-plane', node }, undone: { kind: 'restart', node } },
    { ...times, done: { kind: 'shut', session: link }, undone: { kind: 'start', session: link } },
    { ...times, done: { kind: 'clear', session: link }, undone: undefined },
    rule({ kind: 'mismatch', id, link, what: 'VLAN' }),
    { ...times, done: { kind: 'freeze', node }, undone: { kind: 'thaw', node } },
    { ...times, done: { kind: 'discard', node }, undone: { kind: 'forward', node } },
    ...(['key', 'asn'] as const).map((about) => ({
      ...times,
      done: { kind: 'mistake', about, session: link, hold: id } as const,
      undone: { kind: 'mend', about, session: link, hold: id } as const,
    })),
    {
      ...times,
      done: { kind: 'stop-reading', session: link, at: adjusted.at, hold: id },
      undone: { kind: 'read', session: link, at: adjusted.at, hold: id },
    },
    {
      ...times,
      done: { kind: 'set-bfd', session: link, enabled: draw.chance(0.5), hold: id },
      undone: { kind: 'restore-bfd', session: link, hold: id },
    },
    {
      ...times,
      done: { kind: 'adjust-policy', session: link, ...adjusted, settings: settings(draw) },
      undone: { kind: 'restore-policy', session: link, ...adjusted },
    },
    {
      ...times,
      done: { kind: 'malformed', session: link, wrong: draw.one(['length', 'marker']), prefix: anywhere },
      undone: undefined,
    },
    ...(prefixes === undefined
      ? []
      : [
          {
            ...times,
            done: { kind: 'withdraw', at: place, prefixes, hold: id },
            undone: { kind: 'announce', at: place, prefixes, ends: id },
          } as const,
        ]),
  ]
  return draw.one(happenings)
}
