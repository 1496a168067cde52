import assert from 'node:assert/strict'
import type { BfdConfiguration } from '../../src/bfd/session.ts'
import type { Route } from '../../src/bgp/decision/route.ts'
import type { GracefulRestartConfiguration } from '../../src/bgp/fsm/graceful-restart.ts'
import type { Peer } from '../../src/bgp/peer.ts'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import type { Speaker } from '../../src/bgp/speaker.ts'
import type { InterfaceConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { Draw } from '../../src/live/generated/draw.ts'
import { type Address, type Family, families } from '../../src/net/address.ts'
import { prefixAt } from '../../src/net/packed-prefixes.ts'
import { covers, networkOf } from '../../src/net/prefix.ts'
import { absent } from '../../src/net/prefix-table.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'
import type { FaultRule } from '../../src/sim/fault.ts'
import type { Operation } from '../../src/sim/operation.ts'
import type { SimulationOptions } from '../../src/sim/plan.ts'
import { randomStream } from '../../src/sim/random.ts'
import type { SimDriver } from '../../src/sim/sim-driver.ts'
import { microsPerSecond } from '../../src/sim/time.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'
import { holdCountLaws, holdWhyLaws } from './fuzz-laws.ts'
import { packedByFamily, type SessionSketch, SimulationLab, type SimulationSketch } from './simulation-lab.ts'
import { acceptAll, type EndDifference, exactly, term } from './speaker-plan.ts'
import { withoutKeepalives } from './without-keepalives.ts'

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

const healedSeconds = 150
const forkedSeconds = 60
const patienceSeconds = 4000

/** Runs the case of this seed and holds every law; throws an assertion where one is broken. */
export function checkSeed(seed: number): void {
  const fuzz = fuzzCase(seed)
  const lab = play(fuzz)
  holdTraceLaws(lab)
  for (const driver of lab.simulation.routers.values()) holdRouterLaws(driver)
  holdSessionLaws(lab)
  holdStillness(lab)
  assert.equal(
    digest(play(fuzz, lab.simulation.now).records),
    digest(lab.records),
    'the same seed gave two traces',
  )
  const everyPacket = play(fuzz, lab.simulation.now, { everyBfdPacket: true, everyKeepalive: true })
  assert.equal(
    digest(withoutKeepalives(everyPacket.records)),
    digest(withoutKeepalives(lab.records)),
    'a packet that changes nothing did',
  )
  holdCountLaws(lab, everyPacket)
  holdWhyLaws(lab)
  holdForkLaws(fuzz, lab)
  if (fuzz.forgetsThePast) {
    const untouched = play({ ...fuzz, happenings: [] })
    assert.deepEqual(forwarding(lab), forwarding(untouched), 'what healed is not what never broke')
  }
}

function laidOut({ sketch, happenings }: FuzzCase, options: SimulationOptions = {}): SimulationLab {
  const lab = new SimulationLab(sketch, options)
  for (const { from, to, done, undone } of happenings) {
    lab.at(from, done)
    if (undone !== undefined) lab.at(to, undone)
  }
  return lab
}

function play(fuzz: FuzzCase, untilMicros?: number, options: SimulationOptions = {}): SimulationLab {
  const lab = laidOut(fuzz, options)
  lab.start().run(healedSeconds)
  if (untilMicros !== undefined) return lab.run(untilMicros / 1_000_000)
  assert.notEqual(lab.converge(patienceSeconds), undefined, 'the network never converged')
  return lab
}

/** What goes on from the middle goes on as it would have, whatever became of it meanwhile, and of what it came from. */
function holdForkLaws(fuzz: FuzzCase, whole: SimulationLab): void {
  const end = whole.simulation.now / microsPerSecond
  const trunk = laidOut(fuzz).start().run(forkedSeconds)
  const [first, second] = [trunk.fork(), trunk.fork()]
  for (const branch of [first.run(end), trunk.run(end), second.run(end)]) {
    assert.equal(digest(branch.records), digest(whole.records), 'a fork went another way')
  }
}

/** What a run was, to be compared with another. */
function digest(records: readonly TraceRecord[]): string {
  return records.map((record) => JSON.stringify(record)).join('\n')
}

function forwarding(lab: SimulationLab): Readonly<Record<string, readonly string[]>> {
  const nodes = [...lab.simulation.routers.keys(), ...lab.simulation.plan.networks.map(({ name }) => name)]
  return Object.fromEntries(nodes.map((node) => [node, lab.forwarding(node)]))
}

function holdTraceLaws({ records }: SimulationLab): void {
  for (const [index, { at, seq, cause, kind }] of records.entries()) {
    assert.equal(seq, index)
    assert.ok(at >= (records[index - 1]?.at ?? 0), `record ${seq} lies in the past`)
    assert.ok(cause === undefined || cause < seq, `record ${seq} was caused by a later one`)
    const isRoot = at === 0 || kind === 'operator' || kind === 'mark'
    assert.ok(cause !== undefined || isRoot, `record ${seq}, a ${kind} at ${at}, has no cause`)
  }
}

function holdRouterLaws(driver: SimDriver): void {
  const { speaker, fib, node } = driver
  for (const family of families) {
    const { ids } = speaker.ribs[family]
    for (const id of ids.inOrder()) holdPrefixLaws(driver, family, id)
    assert.ok(fib.table.size(family) <= ids.size, `${node}: more is forwarded than any RIB holds`)
  }
}

function holdPrefixLaws({ speaker, fib, node }: SimDriver, family: Family, id: number): void {
  const rib = speaker.ribs[family]
  const { ids } = rib
  const where = `${node} ${formatPrefix(prefixAt(family, ids.keys, ids.offset(id)))}`
  const candidates = rib.candidates(id, speaker.peers)
  assert.ok(isHeld(speaker, family, id, candidates), `${where}: no RIB holds its number`)
  const selection = rib.locRib.get(id)
  const usable = candidates.filter((route) => rib.isUsable(route))
  assert.equal(selection === undefined, usable.length === 0, `${where}: selected from nothing, or not at all`)
  if (selection !== undefined)
    assert.ok(usable.includes(selection.best), `${where}: nobody announces the best`)
  for (const { source, attributes } of candidates) {
    const asns = source.kind === 'local' ? [] : attributes.asPath.flatMap((segment) => segment.asns)
    assert.ok(!asns.includes(speaker.configuration.asn), `${where}: own AS in the AS_PATH`)
  }
  if (fib.isStatic(family, ids.keys, ids.offset(id))) return
  const installed = fib.table.nextHops(fib.table.listAt(family, ids.keys, ids.offset(id)))
  const links = installed.map((hop) => (hop.kind === 'via' ? hop.link : hop.kind))
  assert.deepEqual(
    links,
    linksOf(selection?.multipath ?? [], speaker),
    `${where}: forwarded otherwise than selected`,
  )
}

/** The links whose subnet the next hops lie in; those of the plan join two routers, and all are used. */
function linksOf(multipath: readonly Route[], { configuration }: Speaker): readonly string[] {
  const isOn = (address: Address) => (port: InterfaceConfiguration) =>
    port.addresses.some((own) => covers(networkOf(own.address, own.length), address))
  return multipath.flatMap(({ source, attributes }) => {
    const port = source.kind === 'local' ? undefined : configuration.interfaces.find(isOn(attributes.nextHop))
    return port === undefined ? [] : [port.name]
  })
}

function isHeld(speaker: Speaker, family: Family, id: number, candidates: readonly Route[]): boolean {
  const isOwn = candidates.some(({ source }) => source.kind === 'local')
  const isTold = ({ adjRibIn, adjRibOut }: Peer) =>
    adjRibIn[family].received(id) !== absent || adjRibOut[family].advertised(id) !== absent
  return isOwn || speaker.ribs[family].locRib.get(id) !== undefined || speaker.peers.some(isTold)
}

/** Every session stands, and what one end has been told is what the other told it. */
function holdSessionLaws({ simulation }: SimulationLab): void {
  for (const [name, { speaker }] of simulation.routers) {
    for (const peer of speaker.peers) {
      const where = `${peer.name} at ${name}`
      assert.equal(peer.sessions.configured.state, 'Established', `${where} does not stand`)
      assert.equal(peer.sessions.second, undefined, `${where} has a second FSM`)
      const far = simulation.router(peer.configuration.remote).speaker
      for (const family of families) {
        assert.deepEqual(
          told(speaker, peer, family),
          heard(far, peer.name, family),
          `${where}: told is not heard`,
        )
      }
    }
  }
}

function told(speaker: Speaker, peer: Peer, family: Family): readonly string[] {
  const { ids } = speaker.ribs[family]
  const rib = peer.adjRibOut[family]
  return [...rib.prefixes()]
    .map((id) => `${formatPrefix(prefixAt(family, ids.keys, ids.offset(id)))} ${rib.advertised(id)}`)
    .sort()
}

function heard(speaker: Speaker, session: string, family: Family): readonly string[] {
  const { ids } = speaker.ribs[family]
  const rib = speaker.peer(session).adjRibIn[family]
  return [...rib.prefixes()]
    .map((id) => `${formatPrefix(prefixAt(family, ids.keys, ids.offset(id)))} ${rib.received(id)}`)
    .sort()
}

/** A network that says it has converged has nothing more to say. */
function holdStillness(lab: SimulationLab): void {
  const before = lab.records.length
  const end = lab.simulation.now
  lab.run(end / 1_000_000 + 200)
  const later = lab.records.slice(before).filter(isNews)
  assert.deepEqual(
    later.map(({ kind, at, node }) => `${kind} at ${node} +${at}`),
    [],
    'it had not converged',
  )
}

/** A second connection that comes late is turned away (RFC 4271 §6.8), and is no news. */
function isNews(record: TraceRecord): boolean {
  if (record.kind !== 'session-state') return record.kind === 'best-route'
  return record.from === 'Established' || record.to === 'Established'
}

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
      done: { kind: 'malformed', session: link, wrong: draw.one(['length', 'marker']), prefix: anywhere },
      undone: undefined,
    },
    ...(prefixes === undefined
      ? []
      : [
          {
            ...times,
            done: { kind: 'withdraw', at: place, prefixes },
            undone: { kind: 'announce', at: place, prefixes },
          } as const,
        ]),
  ]
  return draw.one(happenings)
}
