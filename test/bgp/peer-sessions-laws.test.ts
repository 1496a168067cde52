import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type { Session } from '../../src/bgp/fsm/session.ts'
import { keepalive, type Message } from '../../src/bgp/message.ts'
import {
  handlePeerEvent,
  newPeerSessions,
  type PeerInput,
  type PeerSessions,
  type PeerStep,
  sessionById,
} from '../../src/bgp/peer-sessions.ts'
import {
  aNotification,
  eventByNumber,
  gracefulCapability,
  gracefulRestart,
  peerOpen,
  sessionConfiguration,
} from '../support/bgp-session.ts'
import { type Configurations, type End, ordinaryEnds, PeerWire } from '../support/peer-wire.ts'

const anyEnds: fc.Arbitrary<Configurations> = fc
  .record({
    customerDelay: fc.constantFrom(undefined, 5),
    mseeDelay: fc.constantFrom(undefined, 7),
    passive: fc.boolean(),
    mseeIdentifier: fc.constantFrom(5, 10, 20),
    detectEstablished: fc.boolean(),
    graceful: fc.constantFrom(undefined, gracefulRestart()),
  })
  .map(({ customerDelay, mseeDelay, passive, mseeIdentifier, detectEstablished, graceful }) => ({
    customer: {
      ...ordinaryEnds.customer,
      delayOpenSeconds: customerDelay,
      gracefulRestart: graceful,
      collisionDetectEstablishedState: detectEstablished,
    },
    msee: {
      ...ordinaryEnds.msee,
      delayOpenSeconds: mseeDelay,
      gracefulRestart: graceful,
      passive,
      localBgpIdentifier: mseeIdentifier,
      collisionDetectEstablishedState: detectEstablished,
    },
  }))

test('two engines on a pipe that loses nothing become Established, whatever arrives first', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(anyEnds, fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (ends, choices) => {
        const wire = new PeerWire(ends)
        let turn = 0
        const choose = (count: number) => (choices[turn++ % choices.length] ?? 0) % count
        wire.operate('customer', { kind: 'ManualStart' })
        wire.operate('msee', eventByNumber(ends.msee.passive ? 4 : 1))
        wire.drain(choose)
        for (let waits = 0; waits < 60 && !bothStand(wire); waits++) {
          wire.expire()
          wire.drain(choose)
        }
        assert.ok(bothStand(wire), wire.log.join('\n'))
        assert.equal(wire.openConnections.length, 1, wire.log.join('\n'))
      }),
    ),
  )
})

function bothStand(wire: PeerWire): boolean {
  return (['customer', 'msee'] as const satisfies readonly End[]).every(
    (end) => wire.state(end) === 'Established' && wire.sessions(end).second === undefined,
  )
}

const connections = fc.integer({ min: 1, max: 4 })
const anyInput: fc.Arbitrary<PeerInput> = fc.oneof(
  fc.constant<PeerInput>({ kind: 'event', session: undefined, event: { kind: 'ManualStart' } }),
  connections.map((connection): PeerInput => ({ kind: 'connection-confirmed', connection })),
  connections.map((connection): PeerInput => ({ kind: 'connection-acked', connection })),
  connections.map((connection): PeerInput => ({ kind: 'connection-blocked', connection })),
  fc
    .option(connections, { nil: undefined })
    .map((connection): PeerInput => ({ kind: 'connection-failed', connection, reason: 'reset' })),
  fc
    .tuple(connections, fc.constantFrom(5, 20), fc.boolean())
    .map(([on, id, graceful]) => received(on, openOf(id, graceful))),
  fc
    .tuple(connections, fc.constantFrom<Message>(keepalive, aNotification(6, 2), aNotification(2, 1)))
    .map(([on, message]) => received(on, message)),
  fc
    .tuple(fc.constantFrom(undefined, 1, 2, 3), fc.constantFrom(2, 8, 9, 10, 11, 12, 13, 29))
    .map(([session, number]): PeerInput => ({ kind: 'event', session, event: eventByNumber(number) })),
)

function openOf(bgpIdentifier: number, graceful: boolean): Message {
  const { capabilities } = peerOpen()
  return peerOpen({
    bgpIdentifier,
    capabilities: graceful ? [...capabilities, gracefulCapability()] : capabilities,
  })
}

/** Each connection of a run has a number of its own, as a driver's has. */
function plausible(sessions: PeerSessions, input: PeerInput, used: Set<number>): boolean {
  if (input.kind === 'connection-confirmed' || input.kind === 'connection-acked') {
    if (used.has(input.connection)) return false
    if (input.kind === 'connection-acked' && !sessions.configured.connecting) return false
    used.add(input.connection)
  }
  if (input.kind !== 'event' || input.session === undefined) return true
  const timer = input.event.kind.replace('_Expires', '')
  return sessionById(sessions, input.session)?.timers.some((running) => running === timer) ?? true
}

test('any sequence of inputs leaves at most two live FSMs, and exactly their timers run', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.constantFrom(undefined, 5),
        fc.array(anyInput, { maxLength: 50 }),
        (delayOpenSeconds, inputs) => {
          const graceful = { gracefulRestart: gracefulRestart() }
          const configuration = { delayOpenSeconds, idleHoldSeconds: 10, ...graceful }
          let sessions = newPeerSessions(sessionConfiguration(configuration))
          const [used, running] = [new Set<number>(), new Set<string>()]
          for (const input of inputs) {
            if (!plausible(sessions, input, used)) continue
            if (input.kind === 'event') running.delete(expired(sessions, input))
            const step = handlePeerEvent(sessions, input)
            follow(running, step)
            sessions = step.sessions
            assertLegal(sessions)
            assert.deepEqual([...running].sort(), listed(sessions))
          }
        },
      ),
      { numRuns: 300 },
    ),
  )
})

function received(connection: number, message: Message): PeerInput {
  return { kind: 'message', connection, message }
}

function expired({ configured }: PeerSessions, input: Extract<PeerInput, { kind: 'event' }>): string {
  return `${input.session ?? configured.id} ${input.event.kind.replace('_Expires', '')}`
}

function follow(running: Set<string>, { actions }: PeerStep): void {
  for (const { session, connection, action } of actions) {
    if (action.kind === 'send') assert.notEqual(connection, undefined)
    if (action.kind === 'start-timer') running.add(`${session} ${action.timer}`)
    if (action.kind === 'stop-timer') assert.ok(running.delete(`${session} ${action.timer}`))
  }
}

function listed({ configured, second }: PeerSessions): readonly string[] {
  const all: readonly Session[] = second === undefined ? [configured] : [configured, second]
  return all.flatMap(({ id, timers }) => timers.map((timer) => `${id} ${timer}`)).sort()
}

function assertLegal({ configured, second, nextId }: PeerSessions): void {
  assert.ok(configured.id < nextId)
  if (second === undefined) return
  assert.ok(second.id < nextId && second.id !== configured.id)
  assert.notEqual(second.connection, undefined)
  assert.notEqual(configured.connection, undefined)
  assert.notEqual(second.connection, configured.connection)
  assert.ok(!second.connecting)
}
