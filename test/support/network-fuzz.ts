import assert from 'node:assert/strict'
import type { Route } from '../../src/bgp/decision/route.ts'
import type { Peer } from '../../src/bgp/peer.ts'
import type { Speaker } from '../../src/bgp/speaker.ts'
import type { InterfaceConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { type Address, type Family, families } from '../../src/net/address.ts'
import { prefixAt } from '../../src/net/packed-prefixes.ts'
import { covers, networkOf } from '../../src/net/prefix.ts'
import { absent } from '../../src/net/prefix-table.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import type { SimulationOptions } from '../../src/sim/plan.ts'
import type { SimDriver } from '../../src/sim/sim-driver.ts'
import { microsPerSecond } from '../../src/sim/time.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'
import { type FuzzCase, fuzzCase, healedSeconds } from './fuzz-case.ts'
import { holdCountLaws, holdWhyLaws } from './fuzz-laws.ts'
import { SimulationLab } from './simulation-lab.ts'
import { withoutKeepalives } from './without-keepalives.ts'

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
